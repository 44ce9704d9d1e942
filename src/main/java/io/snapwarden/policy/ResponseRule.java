package io.snapwarden.policy;

import io.snapwarden.event.ResourceId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to do about a violation.
 *
 * @param targets the targets it is for; empty for all
 * @param violations the codes it is for, any one of them; empty for all
 * @param approvalExpires how long an approval may stay unanswered before it becomes ticket-only
 */
public record ResponseRule(
    String id,
    List<TargetPattern> targets,
    Set<ViolationCode> violations,
    Mode mode,
    List<RemediationChoice> remediations,
    TicketChoice ticket,
    Duration approvalExpires) {

  /** Unanswered approvals expire after this long, unless the policy says otherwise. */
  public static final Duration APPROVAL_EXPIRES = Duration.ofHours(24);

  /** What counts where no response matches: a ticket. */
  public static final ResponseRule BUILT_IN =
      new ResponseRule(
          "built-in",
          List.of(),
          Set.of(),
          Mode.TICKET,
          List.of(),
          TicketChoice.DEFAULT,
          APPROVAL_EXPIRES);

  public ResponseRule {
    targets = List.copyOf(targets);
    violations = Set.copyOf(violations);
    remediations = List.copyOf(remediations);
  }

  /** Whether it is for any of these codes. */
  boolean isFor(Set<ViolationCode> codes) {
    if (violations.isEmpty()) {
      return true;
    }
    for (ViolationCode code : codes) {
      if (violations.contains(code)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is for this target. */
  boolean isFor(ResourceId target) {
    if (targets.isEmpty()) {
      return true;
    }
    for (TargetPattern pattern : targets) {
      if (pattern.matches(target)) {
        return true;
      }
    }
    return false;
  }
}
