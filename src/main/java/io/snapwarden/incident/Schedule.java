package io.snapwarden.incident;

import java.time.Duration;

/** Brings work back after a while. */
@FunctionalInterface
public interface Schedule {

  /** Hands the message to a worker after the delay, at least once; the delay is at most 7 days. */
  void after(Duration delay, IncidentMessage message);

  /** Brings an incident back for more work. */
  default void again(IncidentId id, Duration delay) {
    after(delay, new IncidentMessage.Advance(id));
  }
}
