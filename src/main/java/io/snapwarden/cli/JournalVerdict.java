package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalCheck;
import io.snapwarden.incident.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of one journal.
 *
 * @param id null if not even that can be read
 * @param end where it ends, as the log names it; null if that cannot be read
 */
record JournalVerdict(@Nullable IncidentId id, @Nullable String end, List<String> problems) {

  /** Beyond these somebody is working on it all the time. */
  private static final int TRIES = 20;

  /** An incident and its journal, read between two writes to them. */
  record Reading(Incident incident, List<JournalEntry> journal) {}

  /**
   * The verdict on an incident's journal.
   *
   * @param seen an end that must be in it; null for none
   */
  static JournalVerdict on(Incidents incidents, IncidentId id, @Nullable JournalHead seen) {
    try {
      return of(read(incidents, id), seen);
    } catch (DamagedException e) {
      return damaged(id, e);
    }
  }

  /**
   * Reads both as they belong together.
   *
   * @throws DamagedException if somebody else wrote to them
   */
  static Reading read(Incidents incidents, IncidentId id) {
    for (int i = 0; i < TRIES; i++) {
      Incidents.Stored stored = stored(incidents, id);
      List<JournalEntry> journal = incidents.journal(id);
      // A worker may have written to it between the two readings: then it is no finding.
      if (stored.version().equals(stored(incidents, id).version())) {
        return new Reading(stored.incident(), journal);
      }
    }
    throw Failure.badInput("incident %s is being worked on: try again".formatted(id));
  }

  private static Incidents.Stored stored(Incidents incidents, IncidentId id) {
    return incidents
        .find(id)
        .orElseThrow(() -> Failure.badInput("there is no incident %s".formatted(id)));
  }

  static JournalVerdict of(Reading reading, @Nullable JournalHead seen) {
    JournalHead head = reading.incident().journal();
    List<JournalCheck.Finding> found = new ArrayList<>(JournalCheck.of(head, reading.journal()));
    if (seen != null) {
      found.addAll(JournalCheck.seen(seen, reading.journal()));
    }
    return new JournalVerdict(
        reading.incident().id(),
        head.count() + ":" + head.hash(),
        found.stream().map(JournalCheck.Finding::text).toList());
  }

  static JournalVerdict damaged(@Nullable IncidentId id, DamagedException e) {
    return new JournalVerdict(id, null, String.valueOf(e.getMessage()).lines().toList());
  }

  List<String> lines() {
    String who = id == null ? "unreadable" : id.text();
    return problems.isEmpty()
        ? List.of("%s: sound, ends with %s".formatted(who, end))
        : problems.stream().map(problem -> who + ": " + problem).toList();
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id == null ? null : id.text());
    json.addProperty("sound", problems.isEmpty());
    json.addProperty("journal", end);
    JsonArray array = new JsonArray();
    problems.forEach(array::add);
    json.add("findings", array);
    return json;
  }
}
