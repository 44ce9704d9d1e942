package io.snapwarden.policy;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready to decide. Immutable; safe for use by several threads.
 *
 * <p>The cost of a decision does not grow with the number of rules, but with that of the caller's
 * groups and of the rules that cover both caller and target. Responses are tried one after another:
 * their order counts, there are few of them, and only a violation pays.
 */
public final class Allowlist {

  private final Policy policy;
  private final RuleIndex index;
  private final @Nullable Guid ownPrincipal;

  private Allowlist(Policy policy, @Nullable Guid ownPrincipal) {
    this.policy = policy;
    this.index = new RuleIndex(policy.allow());
    this.ownPrincipal = ownPrincipal;
  }

  /**
   * Compiles the policy.
   *
   * @param ownPrincipal the object id of Snapwarden's own identity, whose writes are the violation
   *     {@code own-identity} before any rule is asked; null if it is not known
   */
  public static Allowlist compile(Policy policy, @Nullable Guid ownPrincipal) {
    return new Allowlist(policy, ownPrincipal);
  }

  /** Decides by the write alone: a late or repeated event gets the same verdict. */
  public Verdict decide(SnapshotWrite write) {
    Set<ViolationCode> codes = beforeAnyRule(write);
    if (!codes.isEmpty()) {
      return violation(write, codes, Reasons.beforeAnyRule(codes, write));
    }
    List<RuleIndex.Named> naming = index.naming(write.caller());
    if (naming.isEmpty()) {
      return violation(
          write, Set.of(ViolationCode.UNKNOWN_CALLER), Reasons.unknownCaller(write.caller()));
    }
    Nearest nearest = nearest(naming, write);
    if (!nearest.found()) {
      return violation(
          write, Set.of(ViolationCode.TARGET_NOT_ALLOWED), Reasons.targetNotAllowed(first(naming)));
    }
    AllowRule rule = nearest.rule();
    Set<ViolationCode> missed = nearest.codes();
    return missed.isEmpty()
        ? new Verdict.Allowed(rule.id(), Reasons.allowed(rule))
        : violation(write, missed, Reasons.nearMiss(rule, missed, write));
  }

  /**
   * The rule that allows the write, or comes nearest to it; null if none fits caller and target.
   */
  @Nullable AllowRule nearest(SnapshotWrite write) {
    if (!beforeAnyRule(write).isEmpty()) {
      return null;
    }
    Nearest nearest = nearest(index.naming(write.caller()), write);
    return nearest.found() ? nearest.rule() : null;
  }

  public Policy policy() {
    return policy;
  }

  /** All codes that forbid to ask the rules: a forged event may carry several. */
  Set<ViolationCode> beforeAnyRule(SnapshotWrite write) {
    Caller caller = write.caller();
    Set<ViolationCode> codes = EnumSet.noneOf(ViolationCode.class);
    if (!write.inconsistencies().isEmpty()) {
      codes.add(ViolationCode.INCONSISTENT_EVENT);
    }
    if (caller.kind() == Caller.Kind.UNIDENTIFIED) {
      codes.add(ViolationCode.UNIDENTIFIED_CALLER);
    }
    if (caller.tenant() != null && !caller.tenant().equals(policy.tenant())) {
      codes.add(ViolationCode.FOREIGN_TENANT);
    }
    if (ownPrincipal != null && ownPrincipal.equals(caller.principal())) {
      codes.add(ViolationCode.OWN_IDENTITY);
    }
    return codes;
  }

  private Nearest nearest(List<RuleIndex.Named> naming, SnapshotWrite write) {
    Nearest nearest = new Nearest(policy.allow(), write);
    Guid subscription = write.target().subscription();
    for (RuleIndex.Named named : naming) {
      named.targets().covering(subscription, write.target().segments(), nearest);
    }
    return nearest;
  }

  private AllowRule first(List<RuleIndex.Named> naming) {
    int first = Integer.MAX_VALUE;
    for (RuleIndex.Named named : naming) {
      first = Math.min(first, named.first());
    }
    return policy.allow().get(first);
  }

  private Verdict violation(SnapshotWrite write, Set<ViolationCode> codes, String reason) {
    ResponseRule response = response(write, codes);
    return new Verdict.Violation(
        write.attempt(), codes, write.attempt() ? harmless(response) : response, reason);
  }

  private ResponseRule response(SnapshotWrite write, Set<ViolationCode> codes) {
    for (ResponseRule response : policy.responses()) {
      if (response.isFor(codes) && response.isFor(write.target())) {
        return response;
      }
    }
    return ResponseRule.BUILT_IN;
  }

  /** An attempt wrote nothing, so there is nothing to put right. */
  private static ResponseRule harmless(ResponseRule response) {
    return new ResponseRule(
        response.id(),
        response.targets(),
        response.violations(),
        response.mode().cappedAt(Mode.TICKET),
        List.of(),
        response.ticket(),
        response.approvalExpires());
  }
}
