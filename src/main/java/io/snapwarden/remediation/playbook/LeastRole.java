package io.snapwarden.remediation.playbook;

import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The actions that a policy needs and no others, each with why: what its remediations may do where
 * they act, what they read where they are only planned, and what is always read.
 */
public final class LeastRole {

  /** Of an action that changes nothing. */
  private static final String READ = "/read";

  private static final String LIVE = "every incident looks at the live snapshot";

  /** What the app reads whatever the policy says. */
  private static final List<Permission> ALWAYS =
      List.of(
          new Permission(
              "Microsoft.Insights/eventtypes/values/read",
              "the sweep reads the Activity Log for writes whose event got lost"),
          new Permission("Microsoft.ContainerService/snapshots/read", LIVE),
          new Permission("Microsoft.ContainerService/managedclustersnapshots/read", LIVE),
          new Permission("Microsoft.Authorization/locks/read", "whether a snapshot is locked"));

  private final Map<String, Set<String>> reasons = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private LeastRole() {}

  /**
   * Of a policy's responses.
   *
   * @param cap how far any response may go, as the app's setting says
   */
  public static LeastRole of(Collection<ResponseRule> responses, Mode cap) {
    LeastRole role = new LeastRole();
    ALWAYS.forEach(permission -> role.add(permission, ""));
    RemediationSpecs specs = new RemediationSpecs();
    for (ResponseRule response : responses) {
      for (RemediationChoice choice : response.remediations()) {
        RemediationSpec spec = specs.find(choice.id()).orElseThrow();
        needed(spec, response.mode().cappedAt(cap))
            .forEach(permission -> role.add(permission, spec.id() + ": "));
      }
    }
    return role;
  }

  /** What a remediation needs in a mode: where it is only planned, it only reads. */
  public static List<Permission> needed(RemediationSpec spec, Mode mode) {
    boolean acts = mode.compareTo(Mode.APPROVE) >= 0;
    return spec.permissions().stream()
        .filter(permission -> acts || permission.action().endsWith(READ))
        .toList();
  }

  private void add(Permission permission, String who) {
    reasons
        .computeIfAbsent(permission.action(), none -> new LinkedHashSet<>())
        .add(who + permission.reason());
  }

  /** The actions, in their alphabetical order. */
  public List<String> actions() {
    return List.copyOf(reasons.keySet());
  }

  /** Why an action is needed, one reason for each remediation that needs it. */
  public List<String> reasons(String action) {
    return List.copyOf(reasons.getOrDefault(action, Set.of()));
  }
}
