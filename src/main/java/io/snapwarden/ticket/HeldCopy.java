package io.snapwarden.ticket;

import io.snapwarden.ticket.Copies.Stored;
import io.snapwarden.ticket.Copy.Draft;
import io.snapwarden.ticket.Copy.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's hold on one copy; every save renews it, and proves that it is still there. */
final class HeldCopy {

  /** Longer than the few calls of a desk between two saves, 20 s each. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final Copies copies;
  private final Clock clock;
  private final String holder;
  private Stored stored;

  private HeldCopy(Copies copies, Clock clock, String holder, Stored stored) {
    this.copies = copies;
    this.clock = clock;
    this.holder = holder;
    this.stored = stored;
  }

  /** Takes hold of a copy; empty if somebody else was faster. */
  static Optional<HeldCopy> take(Copies copies, Clock clock, Stored free, String holder) {
    Lease lease = new Lease(holder, clock.instant().plus(LEASE));
    return copies
        .save(free, free.copy().with(draft -> draft.lease = lease))
        .map(held -> new HeldCopy(copies, clock, holder, held));
  }

  Copy copy() {
    return stored.copy();
  }

  /**
   * Saves a change.
   *
   * @throws IllegalStateException if another worker holds it now; the message comes again then
   */
  void save(Consumer<Draft> changes) {
    Lease lease = new Lease(holder, clock.instant().plus(LEASE));
    write(changes.andThen(draft -> draft.lease = lease));
  }

  /** Lets go, and notes when somebody comes back. */
  void release(@Nullable Instant due) {
    write(
        draft -> {
          draft.due = due;
          draft.lease = null;
        });
  }

  private void write(Consumer<Draft> changes) {
    stored =
        copies
            .save(stored, copy().with(changes))
            .orElseThrow(
                () -> new IllegalStateException("another worker holds the desk's copy now"));
  }
}
