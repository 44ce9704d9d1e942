package io.snapwarden.remediation.playbook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.cluster.UpgradeSpecs;
import io.snapwarden.remediation.defender.DefenderSpecs;
import io.snapwarden.remediation.monitor.MonitorSpecs;
import io.snapwarden.remediation.snapshot.RoleSpecs;
import io.snapwarden.remediation.snapshot.SnapshotSpecs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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

  private final Map<String, RemediationSpec> byId = new LinkedHashMap<>();

  /** All of them. */
  public RemediationSpecs() {
    this(
        List.of(
            // in the order in which to show them
            SnapshotSpecs.TAG,
            SnapshotSpecs.LOCK,
            SnapshotSpecs.DELETE,
            RoleSpecs.REVOKE,
            DefenderSpecs.CONTAINERS,
            MonitorSpecs.ENSURE_WORKSPACE,
            MonitorSpecs.ENABLE_INSIGHTS,
            MonitorSpecs.ENABLE_LOGGING,
            UpgradeSpecs.UPGRADE));
  }

  RemediationSpecs(List<RemediationSpec> specs) {
    specs.forEach(spec -> byId.put(spec.id(), spec));
  }

  /** In the order in which to show them. */
  public Collection<RemediationSpec> all() {
    return List.copyOf(byId.values());
  }

  public Optional<RemediationSpec> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Set<String> ids() {
    return new LinkedHashSet<>(byId.keySet());
  }

  @Override
  public List<OptionProblem> check(String id, JsonObject options) {
    RemediationSpec spec =
        find(id).orElseThrow(() -> new IllegalArgumentException("no remediation " + id));
    List<OptionProblem> problems = new ArrayList<>();
    for (String key : options.keySet()) {
      if (spec.options().stream().noneMatch(option -> option.key().equals(key))) {
        problems.add(new OptionProblem("." + key, unknown(spec)));
      }
    }
    for (Option option : spec.options()) {
      problems.addAll(check(option, options.get(option.key())));
    }
    return problems.isEmpty() ? spec.together().problems(options) : problems;
  }

  @Override
  public Map<Integer, String> checkOrder(List<String> ids) {
    return Order.problems(ids);
  }

  private static List<OptionProblem> check(Option option, @Nullable JsonElement value) {
    if (value == null) {
      return option.required()
          ? List.of(
              new OptionProblem("", "needs \"%s\": %s".formatted(option.key(), option.means())))
          : List.of();
    }
    return option.check().problems(value).stream()
        .map(problem -> new OptionProblem("." + option.key() + problem.path(), problem.message()))
        .toList();
  }

  private static String unknown(RemediationSpec spec) {
    String known =
        spec.options().stream()
            .map(option -> '"' + option.key() + '"')
            .collect(Collectors.joining(", "));
    return "is no option of %s; it takes %s".formatted(spec.id(), known.isEmpty() ? "none" : known);
  }
}
