package io.snapwarden.incident;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The turn of one incident during one call; not for several threads. */
final class Turn {

  /** A turn that ends sooner is taken anew before the next piece of work. */
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  /** It outlives the pause that it is kept for by this much. */
  private static final Duration SLACK = Claim.LEASE;

  private final Turns turns;
  private final IncidentId id;
  private final Clock clock;
  private @Nullable Instant until;

  Turn(Turns turns, IncidentId id, Clock clock) {
    this.turns = turns;
    this.id = id;
    this.clock = clock;
  }

  /** Whether it is this incident's turn, for long enough to do one piece of work. */
  boolean take() {
    Instant now = clock.instant();
    return (until != null && now.isBefore(until.minus(ENOUGH))) || takeFor(now, Duration.ZERO);
  }

  /** Keeps the turn through a pause; if somebody else has it by now, then so be it. */
  void keepThrough(Duration pause) {
    if (until != null) {
      takeFor(clock.instant(), pause);
    }
  }

  private boolean takeFor(Instant now, Duration pause) {
    Instant end = now.plus(pause).plus(SLACK);
    until = turns.take(id, now, end) ? end : null;
    return until != null;
  }

  /** Lets another incident of the same target have its turn. */
  void giveBack() {
    if (until != null) {
      turns.release(id);
    }
  }
}
