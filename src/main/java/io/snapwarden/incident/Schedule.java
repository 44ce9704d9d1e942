package io.snapwarden.incident;

import java.time.Duration;

/** Brings an incident back for more work. */
@FunctionalInterface
public interface Schedule {

  /** Hands the incident to a worker after the delay, at least once; the delay is at most 7 days. */
  void again(IncidentId id, Duration delay);
}
