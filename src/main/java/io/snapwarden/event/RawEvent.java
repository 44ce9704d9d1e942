package io.snapwarden.event;

import org.jspecify.annotations.Nullable;

/**
 * What was pulled out of one event before anything is believed: the same fields, whether it came by
 * Event Grid, as a CloudEvent or from the Activity Log. Lives for one event in one thread.
 */
final class RawEvent {

  // The envelope of Event Grid's schema and of CloudEvents.
  @Nullable String id;
  @Nullable String eventType;
  @Nullable String cloudEventType;
  @Nullable String eventTime;
  @Nullable String time;
  @Nullable String subject;
  @Nullable String topic;
  @Nullable String source;
  boolean hasData;

  /** Whether the data, or what was read of it, is no sound object. */
  boolean badData;

  // The data of an event, or a record of the Activity Log.
  @Nullable String recordId;
  @Nullable String operation;
  @Nullable String eventTimestamp;
  @Nullable String resourceUri;
  @Nullable String resourceId;
  @Nullable String status;
  @Nullable String resultType;
  @Nullable String subscription;
  @Nullable String tenant;
  @Nullable String correlation;
  @Nullable String clientIpAddress;
  @Nullable String callerIpAddress;
  @Nullable String callerName;
  @Nullable Claims claims;
  SnapshotWrite.@Nullable Grant grant;

  /** Whether it held other events. */
  boolean page;

  /** Why nothing in it may be believed, with the place. */
  @Nullable String problem;

  /** Whether it says itself what happened. */
  boolean namesItself() {
    return eventType != null || cloudEventType != null || operation != null || hasData;
  }

  // Where two keys say the same, which of them counts must not hang on their order in the text.

  @Nullable String at() {
    return first(eventTime, first(time, eventTimestamp));
  }

  @Nullable String resource() {
    return first(resourceUri, resourceId);
  }

  @Nullable String outcome() {
    return first(status, resultType);
  }

  @Nullable String origin() {
    return first(topic, source);
  }

  @Nullable String address() {
    return first(clientIpAddress, callerIpAddress);
  }

  private static @Nullable String first(@Nullable String one, @Nullable String another) {
    return one != null ? one : another;
  }

  /**
   * What tells this event from others, as Azure names it; the id of a record is its resource's too.
   */
  @Nullable String eventId() {
    return recordId != null ? recordId : id;
  }
}
