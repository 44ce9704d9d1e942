package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many targets of one subscription were remediated within the last hour, and whether that was
 * too many.
 *
 * @param admitted target parts of incident ids, each with when it was counted
 * @param tripped when one target too many came; null if none did since the last reset
 * @param announced whether a ticket tells of it
 */
public record Budget(
    Guid subscription,
    Map<String, Instant> admitted,
    @Nullable Instant tripped,
    boolean announced) {

  private static final Duration HOUR = Duration.ofHours(1);

  public Budget {
    admitted = Map.copyOf(admitted);
  }

  static Budget empty(Guid subscription) {
    return new Budget(subscription, Map.of(), null, false);
  }

  /**
   * Counts a target, if there is room for it. One that is counted already may be changed again,
   * even when the limit is reached meanwhile: what was begun is finished.
   *
   * @param target the target part of the incident's id
   */
  Budget counting(String target, int perHour, Instant now) {
    Map<String, Instant> recent = recent(now);
    boolean known = recent.containsKey(target);
    boolean room = tripped == null && recent.size() < perHour;
    if (!known && room) {
      recent.put(target, now);
    }
    Instant trip = !known && !room && tripped == null ? now : tripped;
    return new Budget(subscription, recent, trip, announced);
  }

  /** Whether a target may be changed. */
  boolean admits(String target) {
    return admitted.containsKey(target);
  }

  Budget withAnnounced() {
    return new Budget(subscription, admitted, tripped, true);
  }

  /** How many targets were counted within the hour before. */
  public int within(Instant now) {
    return recent(now).size();
  }

  private Map<String, Instant> recent(Instant now) {
    Map<String, Instant> recent = new LinkedHashMap<>();
    admitted.forEach(
        (target, at) -> {
          if (at.isAfter(now.minus(HOUR))) {
            recent.put(target, at);
          }
        });
    return recent;
  }
}
