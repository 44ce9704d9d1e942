package io.snapwarden.backtest;

import io.snapwarden.policy.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many writes got which verdict, and between when. Changes as it counts. */
public final class Tally {

  private long allowed;
  private long violations;
  private long attempts;
  private @Nullable Instant first;
  private @Nullable Instant last;

  void add(Verdict verdict, Instant at) {
    verdict.fold(yes -> allowed++, violation -> violation.attempt() ? attempts++ : violations++);
    if (first == null || at.isBefore(first)) {
      first = at;
    }
    if (last == null || at.isAfter(last)) {
      last = at;
    }
  }

  /** All of them in one. */
  public static Tally sum(Iterable<Tally> tallies) {
    Tally sum = new Tally();
    tallies.forEach(sum::add);
    return sum;
  }

  void add(Tally other) {
    allowed += other.allowed;
    violations += other.violations;
    attempts += other.attempts;
    first =
        first == null || (other.first != null && other.first.isBefore(first)) ? other.first : first;
    last = last == null || (other.last != null && other.last.isAfter(last)) ? other.last : last;
  }

  public long allowed() {
    return allowed;
  }

  /** Writes that were made and that no rule allows. */
  public long violations() {
    return violations;
  }

  /** Writes that no rule allows and that failed. */
  public long attempts() {
    return attempts;
  }

  public long all() {
    return allowed + violations + attempts;
  }

  /** When the first happened; null if there was none. */
  public @Nullable Instant first() {
    return first;
  }

  public @Nullable Instant last() {
    return last;
  }
}
