package io.snapwarden.event;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a raw event is, and makes a write of it if it is one. */
final class Interpreter {

  private static final String WRITE = "Microsoft.Resources.ResourceWrite";
  private static final String SUBSCRIPTIONS = "/subscriptions/";
  private static final int ID_LENGTH = 256;
  private static final int SHOWN_LENGTH = 120;

  private Interpreter() {}

  static Reading reading(RawEvent event) {
    String fault = event.fault(RawEvent.Doubt.TYPE);
    if (fault == null && event.eventType != null && event.cloudEventType != null) {
      fault = event.place() + " has both an eventType and a type";
    }
    if (fault != null) {
      return new Reading.Unreadable(bounded(event.id), fault);
    }
    if (event.eventType != null) {
      return event(event, event.eventType, event.eventTime);
    }
    // A record of the Activity Log may have a type too, but of its own.
    boolean record = event.record.operation != null && !event.cloudEvent && event.data == null;
    if (event.cloudEventType != null && !record) {
      return event(event, event.cloudEventType, event.time);
    }
    return record(event);
  }

  private static Reading event(RawEvent event, String type, @Nullable String time) {
    String id = bounded(event.id);
    if (!startsWith(type, WRITE)) {
      return new Reading.Unrelated(id, "event type " + shown(type));
    }
    RawFacts data = event.data != null ? event.data : new RawFacts(".data");
    Reading notOurs = notOurs(event, data, id);
    if (notOurs != null) {
      return notOurs;
    }
    String twice = event.record.saidToo(data);
    if (twice != null) {
      return new Reading.Unreadable(
          id, event.place() + "." + twice + " comes twice, once inside and once beside the data");
    }
    SnapshotWrite.Outcome outcome = ofType(type);
    if (outcome == null) {
      return new Reading.Unreadable(
          id, "nothing says how the write ended: " + event.place() + " is " + shown(type));
    }
    return id == null
        ? new Reading.Unreadable(null, event.place() + ".id is missing")
        : write(event, data, id, time, outcome);
  }

  private static Reading record(RawEvent event) {
    RawFacts record = event.record;
    String id = bounded(record.recordId);
    if (id == null) {
      id = bounded(event.id);
    }
    if (event.data != null) {
      return new Reading.Unreadable(id, event.place() + ".eventType and .type are missing");
    }
    if (record.operation == null && event.fault(RawEvent.Doubt.OPERATION) == null) {
      return new Reading.Unreadable(
          id, event.place() + " is no event of Event Grid, no CloudEvent, no Activity Log record");
    }
    Reading notOurs = notOurs(event, record, id);
    if (notOurs != null) {
      return notOurs;
    }
    String status = first(record.status, record.resultType);
    if (unfinished(status) && unfinished(first(record.resultType, record.status))) {
      return new Reading.Unrelated(id, "status " + shown(String.valueOf(status)));
    }
    SnapshotWrite.Outcome outcome = ofStatus(status);
    if (outcome == null || (record.resultType != null && outcome != ofStatus(record.resultType))) {
      return new Reading.Unreadable(
          id, event.place() + ".status and .resultType do not say how the write ended");
    }
    String time = first(event.eventTimestamp, event.time);
    return write(event, record, id != null ? id : recordId(record, time), time, outcome);
  }

  /** What tells a record without an id, as exports write them, from others; null if nothing. */
  private static @Nullable String recordId(RawFacts record, @Nullable String time) {
    return record.correlation == null || record.correlation.isEmpty()
        ? null
        : bounded("record:" + record.correlation + "@" + Instants.parse(time));
  }

  /** What there is to say before it is known for a snapshot's write; null if it is one. */
  private static @Nullable Reading notOurs(RawEvent event, RawFacts facts, @Nullable String id) {
    String fault = event.fault(RawEvent.Doubt.OPERATION);
    if (fault != null) {
      return new Reading.Unreadable(id, fault);
    }
    if (facts.operation == null) {
      return new Reading.Unreadable(id, event.place() + facts.path + ".operationName is missing");
    }
    if (SnapshotKind.ofWriteOperation(facts.operation).isEmpty()) {
      return new Reading.Unrelated(id, "operation " + shown(facts.operation));
    }
    fault = event.fault(RawEvent.Doubt.DETAIL);
    return fault == null ? null : new Reading.Unreadable(id, fault);
  }

  private static Reading write(
      RawEvent event,
      RawFacts facts,
      @Nullable String id,
      @Nullable String time,
      SnapshotWrite.Outcome outcome) {
    SnapshotKind kind =
        SnapshotKind.ofWriteOperation(String.valueOf(facts.operation)).orElseThrow();
    ResourceId target = ResourceId.parse(facts.resource).orElse(null);
    if (target == null) {
      return new Reading.Unreadable(
          id, resourcePlace(event, facts) + " is missing or no resource id");
    }
    if (!kind.isIdOf(target)) {
      return new Reading.Unreadable(
          id,
          resourcePlace(event, facts)
              + ": the operation writes a "
              + kind.type()
              + ", but the resource is another");
    }
    Instant at = Instants.parse(time);
    if (at == null) {
      return new Reading.Unreadable(
          id, event.place() + ": the time of the event is missing or no time");
    }
    if (id == null) {
      return new Reading.Unreadable(
          null, event.place() + ".id is missing, and so are .eventDataId and .correlationId");
    }
    Caller caller = CallerReader.read(facts.claims, event.record.callerName);
    String correlation = bounded(facts.correlation);
    return new Reading.Write(
        new SnapshotWrite(
            id,
            at,
            kind,
            outcome,
            target,
            caller,
            correlation == null ? "event:" + id : correlation,
            Address.parse(first(facts.clientAddress, facts.callerAddress)),
            facts.grant,
            inconsistencies(event, facts, caller, target)));
  }

  private static String resourcePlace(RawEvent event, RawFacts facts) {
    return event.place() + facts.path + (facts == event.record ? ".resourceId" : ".resourceUri");
  }

  /** Status and type can differ in published samples; the type decides. */
  private static SnapshotWrite.@Nullable Outcome ofType(String type) {
    if (same(type, WRITE + "Success")) {
      return SnapshotWrite.Outcome.SUCCEEDED;
    }
    if (same(type, WRITE + "Failure")) {
      return SnapshotWrite.Outcome.FAILED;
    }
    return same(type, WRITE + "Cancel") ? SnapshotWrite.Outcome.CANCELLED : null;
  }

  /**
   * One request leaves several records: started, accepted, and one of these (Microsoft Learn,
   * "Azure Activity Log event schema": REST says Succeeded and Failed, exports say Success and
   * Failure).
   */
  private static SnapshotWrite.@Nullable Outcome ofStatus(@Nullable String status) {
    if (status == null) {
      return null;
    }
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "succeeded", "success" -> SnapshotWrite.Outcome.SUCCEEDED;
      case "failed", "failure" -> SnapshotWrite.Outcome.FAILED;
      case "canceled", "cancelled", "cancel" -> SnapshotWrite.Outcome.CANCELLED;
      default -> null;
    };
  }

  /** Whether the request still went on when the record was written. */
  private static boolean unfinished(@Nullable String status) {
    return status != null
        && switch (status.toLowerCase(Locale.ROOT)) {
          case "started", "start", "accepted", "accept", "in progress", "inprogress" -> true;
          default -> false;
        };
  }

  private static List<String> inconsistencies(
      RawEvent event, RawFacts facts, Caller caller, ResourceId target) {
    List<String> found = new ArrayList<>(0);
    Guid subscription = target.subscription();
    if (facts != event.record) {
      if (event.subject != null && !same(event.subject, target.text())) {
        found.add("the subject is not the resource");
      }
      if (ofAnother(first(event.topic, event.source), subscription)) {
        found.add("the topic is of another subscription");
      }
    }
    String named = facts.subscription;
    if (named != null && !named.isEmpty() && !subscription.equals(guid(named))) {
      found.add("the subscription is not the resource's");
    }
    String tenant = facts.tenant;
    if (tenant != null
        && !tenant.isEmpty()
        && caller.tenant() != null
        && !caller.tenant().equals(guid(tenant))) {
      found.add("the caller's tenant is not the event's");
    }
    return found;
  }

  /** Where two keys may say the same: which counts must not hang on their order in the text. */
  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }

  private static boolean ofAnother(@Nullable String topic, Guid subscription) {
    return topic != null
        && startsWith(topic, SUBSCRIPTIONS)
        && !subscription.equals(guid(segment(topic, SUBSCRIPTIONS.length())));
  }

  /** Without case; asks first whether it matters at all, because it seldom does. */
  private static boolean same(String text, String other) {
    return text.equals(other) || text.equalsIgnoreCase(other);
  }

  private static boolean startsWith(String text, String start) {
    return text.startsWith(start) || text.regionMatches(true, 0, start, 0, start.length());
  }

  /** A GUID, with or without a slash behind it, as in a captured event; null if it is none. */
  private static @Nullable Guid guid(String text) {
    return Guid.parse(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
        .orElse(null);
  }

  private static String segment(String text, int from) {
    int end = text.indexOf('/', from);
    return end < 0 ? text.substring(from) : text.substring(from, end);
  }

  /**
   * An id, or null for an empty one. The caller may choose an id; an over-long one stays as unlike
   * others as it was.
   */
  private static @Nullable String bounded(@Nullable String id) {
    if (id == null || id.isEmpty()) {
      return null;
    }
    return id.length() <= ID_LENGTH ? id : hash(id);
  }

  private static String hash(String id) {
    // Char by char, for an encoder would take all lone surrogates for the same.
    ByteBuffer chars = ByteBuffer.allocate(id.length() * Character.BYTES);
    chars.asCharBuffer().put(id);
    return "sha256:" + Hash.hex(chars.array());
  }

  private static String shown(String text) {
    return SafeWords.of(text, SHOWN_LENGTH);
  }
}
