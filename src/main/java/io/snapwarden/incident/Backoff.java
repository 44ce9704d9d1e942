package io.snapwarden.incident;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to leave something alone before the next try: exponential, with jitter. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int DOUBLINGS = 9;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The delay before a try.
   *
   * @param tries how many have failed in a row, from 1
   * @param asked how long the other side asks to wait; never undercut
   */
  Duration before(int tries, @Nullable Duration asked) {
    long full = FIRST.toMillis() << Math.min(tries - 1, DOUBLINGS);
    long capped = Math.min(full, LONGEST.toMillis());
    Duration jittered = Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    return asked != null && asked.compareTo(jittered) > 0 ? asked : jittered;
  }
}
