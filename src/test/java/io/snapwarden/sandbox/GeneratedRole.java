package io.snapwarden.sandbox;

import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.remediation.playbook.LeastRole;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Gives an identity the role that {@code snapwarden role} prints for its policy, and holds it to
 * that: whatever it asks of the simulated Azure beyond that role fails the test. Policies add up,
 * for incidents of an older one may still be under way.
 */
public final class GeneratedRole {

  private final SimulatedArm arm;
  private final Principal holder;
  private final RemediationSpecs specs = new RemediationSpecs();

  /** With the role of a policy that responds with nothing. */
  public GeneratedRole(SimulatedArm arm, Principal holder) {
    this.arm = arm;
    this.holder = holder;
    of(List.of(), Mode.OBSERVE);
  }

  /** For these responses, too; what only a test knows to remediate with, the test grants. */
  public void of(Collection<ResponseRule> responses, Mode cap) {
    arm.hold(
        holder,
        LeastRole.of(responses.stream().map(this::withKnownRemediations).toList(), cap).actions());
  }

  /** For a policy's text, too; one that cannot be read gives nothing. */
  public GeneratedRole ofPolicy(String text, Mode cap) {
    List<ResponseRule> responses =
        new PolicyReader(specs)
            .read(text, Instant.EPOCH)
            .fold(good -> good.policy().responses(), bad -> List.of());
    of(responses, cap);
    return this;
  }

  private ResponseRule withKnownRemediations(ResponseRule response) {
    List<RemediationChoice> known =
        response.remediations().stream()
            .filter(choice -> specs.find(choice.id()).isPresent())
            .toList();
    return new ResponseRule(
        response.id(),
        response.targets(),
        response.violations(),
        response.mode(),
        known,
        response.ticket(),
        response.approvalExpires());
  }
}
