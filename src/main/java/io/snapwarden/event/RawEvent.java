package io.snapwarden.event;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was pulled out of one event before anything is believed. The envelope, and what stands
 * beside it and inside {@code data}, are kept apart: a key counts in its own place only, or one
 * that the envelope does not own could speak for it. Lives for one event in one thread.
 */
final class RawEvent {

  /** What a fault leaves in doubt; the later, the less. */
  enum Doubt {
    /** What sort of event it is at all. */
    TYPE,
    /** Which operation it tells of. */
    OPERATION,
    /** Something about the operation. */
    DETAIL
  }

  @Nullable String id;
  @Nullable String eventType;
  @Nullable String cloudEventType;
  boolean cloudEvent;
  @Nullable String eventTime;
  @Nullable String time;
  @Nullable String eventTimestamp;
  @Nullable String subject;
  @Nullable String topic;
  @Nullable String source;

  /** What a record of the Activity Log says, beside its id and time. */
  final RawFacts record = new RawFacts("");

  /** What {@code data} says; null where there is none. */
  @Nullable RawFacts data;

  /** Whether it held other events. */
  boolean page;

  private final String list;
  private final int index;
  private @Nullable Map<Doubt, String> faults;

  private RawEvent(String list, int index) {
    this.list = list;
    this.index = index;
  }

  static RawEvent alone() {
    return new RawEvent("$", -1);
  }

  static RawEvent in(String list, int index) {
    return new RawEvent(list, index);
  }

  /** The JSON path of the event. */
  String place() {
    return index < 0 ? list : list + "[" + index + "]";
  }

  /** Notes why part of the event may not be believed, by its path from here. */
  void fault(Doubt doubt, String path, String what) {
    if (faults == null) {
      faults = new EnumMap<>(Doubt.class);
    }
    faults.putIfAbsent(doubt, place() + path + what);
  }

  /** The first fault of a sort; null if there is none. */
  @Nullable String fault(Doubt doubt) {
    return faults == null ? null : faults.get(doubt);
  }

  /** Whether it says itself what happened, or tries to. */
  boolean speaks() {
    return eventType != null
        || cloudEventType != null
        || data != null
        || record.operation != null
        || fault(Doubt.TYPE) != null
        || fault(Doubt.OPERATION) != null;
  }
}
