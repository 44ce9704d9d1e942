package io.snapwarden.event;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a raw event is, and makes a write of it if it is one. */
final class Interpreter {

  private static final String WRITE = "Microsoft.Resources.ResourceWrite";
  private static final String SUBSCRIPTIONS = "/subscriptions/";
  private static final int ID_LENGTH = 256;
  private static final int SHOWN_LENGTH = 120;

  /** Storage knows no later time, and arithmetic on much later ones overflows. */
  private Interpreter() {}

  static Reading reading(RawEvent event) {
    String id = id(event);
    if (event.problem != null) {
      return new Reading.Unreadable(id, event.problem);
    }
    if (event.eventType != null && event.cloudEventType != null) {
      return new Reading.Unreadable(id, "$ has both an eventType and a type");
    }
    String type = event.eventType != null ? event.eventType : event.cloudEventType;
    // A record of the Activity Log may have a type too, but of its own.
    boolean record = !event.hasData && event.eventType == null;
    if (record) {
      return record(event, id);
    }
    if (type == null) {
      return new Reading.Unreadable(id, "$.eventType and $.type are missing");
    }
    if (!startsWith(type, WRITE)) {
      return new Reading.Unrelated(id, "event type " + shown(type));
    }
    return write(event, id, "$.data", ofType(type));
  }

  private static Reading record(RawEvent event, @Nullable String id) {
    if (event.operation == null) {
      return new Reading.Unreadable(
          id, "$ is no event of Event Grid, no CloudEvent and no record of the Activity Log");
    }
    SnapshotWrite.Outcome outcome = ofStatus(event.outcome());
    boolean ours = SnapshotKind.ofWriteOperation(event.operation).isPresent();
    return ours && outcome == null && event.outcome() != null
        ? new Reading.Unrelated(id, "status " + shown(event.outcome()))
        : write(event, id, "$", outcome);
  }

  private static Reading write(
      RawEvent event, @Nullable String id, String place, SnapshotWrite.@Nullable Outcome outcome) {
    if (event.badData) {
      return new Reading.Unreadable(id, "$.data is not an object");
    }
    if (event.operation == null) {
      return new Reading.Unreadable(id, place + ".operationName is missing");
    }
    Optional<SnapshotKind> kind = SnapshotKind.ofWriteOperation(event.operation);
    if (kind.isEmpty()) {
      return new Reading.Unrelated(id, "operation " + shown(event.operation));
    }
    if (outcome == null) {
      return new Reading.Unreadable(id, "nothing says how the write ended");
    }
    return write(event, id, place, kind.get(), outcome);
  }

  private static Reading write(
      RawEvent event,
      @Nullable String id,
      String place,
      SnapshotKind kind,
      SnapshotWrite.Outcome outcome) {
    boolean record = place.equals("$");
    Optional<ResourceId> target = ResourceId.parse(event.resource());
    if (target.isEmpty()) {
      return new Reading.Unreadable(
          id, place + (record ? ".resourceId" : ".resourceUri") + " is missing or no resource id");
    }
    if (!kind.isIdOf(target.get())) {
      return new Reading.Unreadable(
          id, "the operation writes a " + kind.type() + ", but the resource is another");
    }
    Instant at = Instants.parse(event.at());
    if (at == null) {
      return new Reading.Unreadable(id, "the time of the event is missing or no time");
    }
    String correlation = event.correlation;
    if (id == null && !(record && correlation != null && !correlation.isEmpty())) {
      return new Reading.Unreadable(null, "$.id is missing");
    }
    String eventId = id != null ? id : bounded("record:" + correlation + "@" + at);
    Caller caller = CallerReader.read(event.claims, event.callerName);
    InetAddress address = Addresses.address(event.address());
    return new Reading.Write(
        new SnapshotWrite(
            eventId,
            at,
            kind,
            outcome,
            target.get(),
            caller,
            correlation == null || correlation.isEmpty()
                ? "event:" + eventId
                : bounded(correlation),
            address,
            event.grant,
            inconsistencies(event, target.get(), caller)));
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

  private static List<String> inconsistencies(RawEvent event, ResourceId target, Caller caller) {
    List<String> found = new ArrayList<>(0);
    if (event.subject != null && !same(event.subject, target.text())) {
      found.add("the subject is not the resource");
    }
    Guid subscription = target.subscription();
    String named = event.subscription;
    if (named != null && !named.isEmpty() && !subscription.equals(guid(named))) {
      found.add("the subscription is not the resource's");
    }
    String topic = event.origin();
    if (topic != null
        && startsWith(topic, SUBSCRIPTIONS)
        && !subscription.equals(guid(segment(topic, SUBSCRIPTIONS.length())))) {
      found.add("the topic is of another subscription");
    }
    String tenant = event.tenant;
    if (tenant != null
        && !tenant.isEmpty()
        && caller.tenant() != null
        && !caller.tenant().equals(guid(tenant))) {
      found.add("the caller's tenant is not the event's");
    }
    return found;
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

  private static @Nullable String id(RawEvent event) {
    String id = event.eventId();
    return id == null || id.isEmpty() ? null : bounded(id);
  }

  /** The caller may choose an id; an over-long one stays as unlike others as it was. */
  private static String bounded(String id) {
    if (id.length() <= ID_LENGTH) {
      return id;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN_LENGTH; i++) {
      char c = text.charAt(i);
      shown.append(c > ' ' && c < 0x7F ? c : '?');
    }
    return shown.toString();
  }
}
