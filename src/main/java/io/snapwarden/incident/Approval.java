package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's leave for exactly one plan.
 *
 * @param planHash the plan that was shown, see {@link PlanHash}
 * @param expires from then on it can only be refused
 * @param notBy Snapwarden's own identity, which approves nothing
 * @param decision null until somebody decided
 */
public record Approval(
    String planHash, Instant expires, @Nullable Guid notBy, @Nullable Decision decision) {

  /** What somebody decided, and when. */
  public record Decision(boolean approved, Operator by, Instant at) {}

  Approval decided(boolean approved, Operator by, Instant at) {
    return new Approval(planHash, expires, notBy, new Decision(approved, by, at));
  }

  /** Whether nobody has decided yet. */
  public boolean open() {
    return decision == null;
  }

  /** Whether this very plan was approved. */
  boolean covers(String hash) {
    return decision != null && decision.approved() && planHash.equals(hash);
  }
}
