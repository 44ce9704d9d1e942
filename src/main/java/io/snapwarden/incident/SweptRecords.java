package io.snapwarden.incident;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides records of the Activity Log as the trigger decides events, and puts into the queue what
 * no incident knows of yet. One for each sweep of one subscription; not for several threads.
 */
final class SweptRecords {

  /**
   * With so many failing it is not the records that are at fault: trying them all takes too long.
   */
  private static final int MOST_FAILURES = 5;

  private final Function<String, Handover> decide;
  private final Incidents incidents;
  private final OwnWrites ownWrites;
  private final Evidence evidence;
  private final Inbox inbox;
  private final Consumer<String> log;

  /** What made no sense and was put into the queue by this sweep: a bad policy, for one. */
  private final Set<IncidentId> told = new HashSet<>();

  private final List<RuntimeException> failures = new ArrayList<>();
  private int records;
  private int ofWrites;
  private int put;

  SweptRecords(
      Function<String, Handover> decide,
      Incidents incidents,
      Evidence evidence,
      Inbox inbox,
      Consumer<String> log) {
    this.decide = decide;
    this.incidents = incidents;
    this.ownWrites = new OwnWrites(incidents);
    this.evidence = evidence;
    this.inbox = inbox;
    this.log = log;
  }

  /**
   * Takes one record; if it cannot be handed on, the others still are, and {@link #check} says so.
   */
  void take(JsonElement record) {
    records++;
    if (!claimsSnapshotWrite(record)) {
      return;
    }
    ofWrites++;
    try {
      handOn(record);
    } catch (RuntimeException e) {
      failures.add(e);
      if (failures.size() == MOST_FAILURES) {
        throw e;
      }
    }
  }

  /**
   * Says whether all that was taken could be handed on.
   *
   * @throws RuntimeException the first failure, if there was any
   */
  void check() {
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private void handOn(JsonElement record) {
    Handover handover = decide.apply(record.toString());
    boolean news = false;
    for (IncidentMessage message : handover.pending()) {
      if (isNew(message)) {
        keep(handover.kept());
        inbox.put(MessageJson.write(message));
        put++;
        news = true;
      }
    }
    // Of the others the log has heard already: the next sweep reads them again, and the next.
    if (news) {
      handover.decisions().forEach(log);
    }
  }

  /** How much came by. */
  Log.Line counted(Log.Line line) {
    return line.with("records", records).with("writes", ofWrites).with("queued", put);
  }

  /** How much came by, in words. */
  String tally() {
    return "%d records, %d of snapshot writes, %d put into the queue"
        .formatted(records, ofWrites, put);
  }

  /**
   * Whether a record says, however oddly, that it is of a snapshot write. No other record may
   * become an incident, whatever is wrong with it: most of the log is about something else.
   */
  private static boolean claimsSnapshotWrite(JsonElement record) {
    if (!(record instanceof JsonObject json)) {
      return false;
    }
    JsonElement operation = json.get("operationName");
    boolean silent = operation == null || operation.isJsonNull();
    return namesSnapshotWrite(silent ? json.get("authorization") : operation);
  }

  private static boolean namesSnapshotWrite(@Nullable JsonElement part) {
    String text = String.valueOf(part).toLowerCase(Locale.ROOT);
    for (SnapshotKind kind : SnapshotKind.values()) {
      if (text.contains('"' + kind.writeOperation().toLowerCase(Locale.ROOT) + '"')) {
        return true;
      }
    }
    return false;
  }

  private boolean isNew(IncidentMessage message) {
    if (message instanceof IncidentMessage.Detected detected) {
      return isNew(detected);
    }
    if (message instanceof IncidentMessage.NotUnderstood notUnderstood) {
      return isNew(notUnderstood);
    }
    return !(message instanceof IncidentMessage.Undecided undecided) || isNew(undecided.write());
  }

  private boolean isNew(IncidentMessage.Detected detected) {
    return isNew(detected.write()) && ownWrites.explaining(detected).isEmpty();
  }

  private boolean isNew(SnapshotWrite write) {
    return incidents
        .find(IncidentId.of(write))
        .filter(found -> found.incident().events().contains(write.eventId()))
        .isEmpty();
  }

  private boolean isNew(IncidentMessage.NotUnderstood message) {
    IncidentId id = IncidentId.ofDigest(message.digest());
    return told.add(id) && incidents.find(id).isEmpty();
  }

  /** In the incident's own folder, before there is a message that speaks of it. */
  private void keep(@Nullable String whole) {
    if (whole != null) {
      evidence.keep(IncidentId.ofDigest(Hash.hex(whole)), "whole.txt", whole);
    }
  }
}
