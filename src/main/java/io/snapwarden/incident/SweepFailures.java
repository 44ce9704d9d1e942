package io.snapwarden.incident;

import io.snapwarden.azure.ArmException;
import io.snapwarden.event.Guid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What went wrong in one sweep: what passes by itself is told apart from what a person must see.
 */
final class SweepFailures {

  private final Instant longAgo;
  private final Consumer<String> warning;
  private final Log log;
  private final List<String> lasting = new ArrayList<>();
  private final List<RuntimeException> causes = new ArrayList<>();

  /**
   * None yet.
   *
   * @param patience for how long what should pass may go on
   */
  SweepFailures(Instant now, Duration patience, Consumer<String> warning, Log log) {
    this.longAgo = now.minus(patience);
    this.warning = warning;
    this.log = log;
  }

  /** A subscription's sweep could not even begin. */
  void add(Guid subscription, RuntimeException cause) {
    log.line("sweep")
        .with("subscription", subscription)
        .with("state", SweepEnd.FAILED.text())
        .with("problem", String.valueOf(cause.getMessage()))
        .write();
    keep(subscription, cause);
  }

  /** A subscription's sweep has ended before its end. */
  void add(SweepTurn turn, RuntimeException cause) {
    boolean passing =
        cause instanceof ArmException azure && azure.kind() == ArmException.Kind.PASSING;
    if (passing && turn.sweptUntil().isAfter(longAgo)) {
      warning.accept("%s; the next run goes on there: %s".formatted(turn, cause.getMessage()));
      tell(turn, SweepEnd.BEHIND, cause);
    } else {
      tell(turn, SweepEnd.FAILED, cause);
      keep(turn.subscription(), cause);
    }
  }

  private void tell(SweepTurn turn, SweepEnd end, RuntimeException cause) {
    turn.told(log, end).with("problem", String.valueOf(cause.getMessage())).write();
  }

  private void keep(Guid subscription, RuntimeException cause) {
    lasting.add("subscription %s: %s".formatted(subscription, cause.getMessage()));
    causes.add(cause);
  }

  /**
   * Ends the sweep.
   *
   * @throws IllegalStateException if anything is for a person to see; it names all of it
   */
  void raise() {
    if (!lasting.isEmpty()) {
      IllegalStateException all =
          new IllegalStateException("not swept: " + String.join("; ", lasting));
      causes.forEach(all::addSuppressed);
      throw all;
    }
  }
}
