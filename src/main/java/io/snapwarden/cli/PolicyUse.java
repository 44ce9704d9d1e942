package io.snapwarden.cli;

import io.snapwarden.event.EventReader;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Policy;
import io.snapwarden.policy.PolicyRemarks;
import io.snapwarden.policy.Problem;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.playbook.LeastRole;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a policy is used by a history, and what of it a role does not grant. */
final class PolicyUse {

  private final Policy policy;
  private final PolicyRemarks remarks;

  PolicyUse(Policy policy, String text) {
    this.policy = policy;
    this.remarks = new PolicyRemarks(text);
  }

  /** Warns of each rule that allowed no event of the files. */
  void against(List<Source> history, InputStream standardInput) {
    Allowlist allowlist = Allowlist.compile(policy, null);
    Set<String> used = new HashSet<>();
    EventReader events = new EventReader();
    for (Source source : history) {
      try (Reader in = source.open(standardInput)) {
        events.readAll(
            in,
            reading ->
                reading.fold(
                    write ->
                        allowlist
                            .decide(write.write())
                            .fold(allowed -> used.add(allowed.rule()), violation -> false),
                    unrelated -> false,
                    unreadable -> false));
      } catch (IOException e) {
        throw source.unreadable(e);
      }
    }
    for (int i = 0; i < policy.allow().size(); i++) {
      if (!used.contains(policy.allow().get(i).id())) {
        remarks.addOnRule(i, "allowed no event of the history");
      }
    }
  }

  /** Warns of each action that is needed and that the role does not grant. */
  void against(GrantedRole role, Mode cap) {
    for (String action : LeastRole.of(List.of(), cap).actions()) {
      if (!role.grants(action)) {
        remarks.add("the role does not grant " + action + ", which every policy needs");
      }
    }
    RemediationSpecs specs = new RemediationSpecs();
    for (int i = 0; i < policy.responses().size(); i++) {
      ResponseRule response = policy.responses().get(i);
      for (int j = 0; j < response.remediations().size(); j++) {
        RemediationChoice choice = response.remediations().get(j);
        for (RemediationSpec.Permission permission :
            LeastRole.needed(
                specs.find(choice.id()).orElseThrow(), response.mode().cappedAt(cap))) {
          if (!role.grants(permission.action())) {
            remarks.addOnRemediation(
                i,
                j,
                "the role does not grant %s: %s"
                    .formatted(permission.action(), permission.reason()));
          }
        }
      }
    }
  }

  List<Problem> warnings() {
    return remarks.all();
  }
}
