package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import org.jspecify.annotations.Nullable;

/** A policy made ready to decide: the cost of a decision does not grow with the number of rules. */
public final class Allowlist {

  private final Policy policy;

  private Allowlist(Policy policy) {
    this.policy = policy;
  }

  /**
   * Compiles the policy.
   *
   * @param ownPrincipal the object id of Snapwarden's own identity, whose writes are the violation
   *     {@code own-identity} before any rule is asked; null if it is not known
   */
  public static Allowlist compile(Policy policy, @Nullable Guid ownPrincipal) {
    return new Allowlist(policy);
  }

  public Verdict decide(SnapshotWrite write) {
    throw new IllegalStateException("to be written: " + write);
  }

  public Policy policy() {
    return policy;
  }
}
