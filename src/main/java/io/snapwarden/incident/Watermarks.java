package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.time.Instant;
import java.util.Optional;

/** Remembers until when each subscription's Activity Log has been swept. */
public interface Watermarks {

  /** Empty for one that was never swept. */
  Optional<Instant> sweptUntil(Guid subscription);

  /**
   * Says that all before an instant has been handed on. Of two who say so at once, the later
   * instant stays: what is remembered never goes back.
   */
  void advance(Guid subscription, Instant until);
}
