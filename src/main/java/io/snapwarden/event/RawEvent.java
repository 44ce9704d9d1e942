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
  @Nullable String time;
  @Nullable String subject;
  @Nullable String topic;
  boolean hasData;

  // The data of an event, or a record of the Activity Log.
  @Nullable String recordId;
  @Nullable String operation;
  @Nullable String resource;
  @Nullable String status;
  @Nullable String subscription;
  @Nullable String tenant;
  @Nullable String correlation;
  @Nullable String clientAddress;
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

  /**
   * What tells this event from others, as Azure names it; the id of a record is its resource's too.
   */
  @Nullable String eventId() {
    return recordId != null ? recordId : id;
  }
}
