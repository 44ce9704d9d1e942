package io.snapwarden.remediation.playbook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Check;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.cluster.UpgradeSpecs;
import io.snapwarden.remediation.container.ContainerSpecs;
import io.snapwarden.remediation.defender.DefenderSpecs;
import io.snapwarden.remediation.monitor.MonitorSpecs;
import io.snapwarden.remediation.network.NetworkSpecs;
import io.snapwarden.remediation.scale.ScaleSpecs;
import io.snapwarden.remediation.snapshot.RoleSpecs;
import io.snapwarden.remediation.snapshot.SnapshotSpecs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The remediations that there are, for whoever reads a policy. Loads no class of the Azure SDK: it
 * is on the way of every event.
 */
public final class RemediationSpecs implements RemediationCatalog {

  /** In the order in which to show them. */
  private static final List<String> IDS =
      List.of(
          "tag-snapshot",
          "lock-snapshot",
          "delete-snapshot",
          "revoke-role-assignment",
          "enable-defender-for-containers",
          "ensure-log-analytics-workspace",
          "enable-container-insights",
          "enable-container-logging",
          "upgrade-cluster",
          "restrict-nsg-inbound",
          "restart-unhealthy-containers",
          "scale-on-utilization");

  /** Each when it is asked for: a policy names few of them, and a cold start pays for the rest. */
  private static @Nullable RemediationSpec spec(String id) {
    return switch (id) {
      case "tag-snapshot" -> SnapshotSpecs.TAG;
      case "lock-snapshot" -> SnapshotSpecs.LOCK;
      case "delete-snapshot" -> SnapshotSpecs.DELETE;
      case "revoke-role-assignment" -> RoleSpecs.REVOKE;
      case "enable-defender-for-containers" -> DefenderSpecs.CONTAINERS;
      case "ensure-log-analytics-workspace" -> MonitorSpecs.ENSURE_WORKSPACE;
      case "enable-container-insights" -> MonitorSpecs.ENABLE_INSIGHTS;
      case "enable-container-logging" -> MonitorSpecs.ENABLE_LOGGING;
      case "upgrade-cluster" -> UpgradeSpecs.UPGRADE;
      case "restrict-nsg-inbound" -> NetworkSpecs.RESTRICT;
      case "restart-unhealthy-containers" -> ContainerSpecs.RESTART;
      case "scale-on-utilization" -> ScaleSpecs.SCALE;
      default -> null;
    };
  }

  /** In the order in which to show them. */
  public Collection<RemediationSpec> all() {
    return IDS.stream().map(id -> find(id).orElseThrow()).toList();
  }

  public Optional<RemediationSpec> find(String id) {
    return Optional.ofNullable(spec(id));
  }

  @Override
  public Set<String> ids() {
    return new LinkedHashSet<>(IDS);
  }

  @Override
  public List<OptionProblem> check(String id, JsonObject options) {
    RemediationSpec spec = spec(id);
    if (spec == null) {
      throw new IllegalArgumentException("no remediation " + id);
    }
    return check(spec, options);
  }

  static List<OptionProblem> check(RemediationSpec spec, JsonObject options) {
    List<OptionProblem> problems = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>(options.keySet());
    for (Option option : spec.options()) {
      unknown.remove(option.key());
    }
    for (String key : unknown) {
      problems.add(new OptionProblem("." + key, unknown(spec)));
    }
    for (Option option : spec.options()) {
      check(option, options.get(option.key()), problems);
    }
    Check together = spec.together();
    return problems.isEmpty() && together != null ? together.problems(options) : problems;
  }

  @Override
  public Map<Integer, String> checkOrder(List<String> ids) {
    return Order.problems(ids);
  }

  private static void check(
      Option option, @Nullable JsonElement value, List<OptionProblem> problems) {
    if (value != null) {
      for (OptionProblem each : option.check().problems(value)) {
        problems.add(new OptionProblem("." + option.key() + each.path(), each.message()));
      }
    } else if (option.required()) {
      problems.add(
          new OptionProblem("", "needs \"%s\": %s".formatted(option.key(), option.means())));
    }
  }

  private static String unknown(RemediationSpec spec) {
    String known =
        spec.options().stream()
            .map(option -> '"' + option.key() + '"')
            .collect(Collectors.joining(", "));
    return "is no option of %s; it takes %s".formatted(spec.id(), known.isEmpty() ? "none" : known);
  }
}
