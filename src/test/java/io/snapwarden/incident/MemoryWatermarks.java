package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Watermarks in memory. */
public final class MemoryWatermarks implements Watermarks {

  private final Map<Guid, Instant> marks = new HashMap<>();

  @Override
  public synchronized Optional<Instant> sweptUntil(Guid subscription) {
    return Optional.ofNullable(marks.get(subscription));
  }

  @Override
  public synchronized void advance(Guid subscription, Instant until) {
    marks.merge(subscription, until, (was, is) -> was.isAfter(is) ? was : is);
  }
}
