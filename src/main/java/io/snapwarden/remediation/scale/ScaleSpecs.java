package io.snapwarden.remediation.scale;

import com.google.gson.JsonElement;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.cluster.ClusterSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is to be known of the remediation that scales. */
public final class ScaleSpecs {

  static final String MAX = "max";
  static final String MIN = "min";
  static final String HIGH = "high";
  static final String LOW = "low";
  static final String STEP = "step";
  static final String WINDOW = "windowMinutes";
  static final String COOLDOWN = "cooldownMinutes";
  static final String POOLS = "pools";
  static final String NGROUPS = "ngroups";
  static final String CONTAINER_GROUPS = "containerGroups";

  static final String NGROUP_TYPE = "Microsoft.ContainerInstance/ngroups";
  static final String GROUP_TYPE = "Microsoft.ContainerInstance/containerGroups";

  /** High and low must lie so far apart, or it would go up and down. */
  private static final int HYSTERESIS = 20;

  public static final RemediationSpec SCALE =
      new RemediationSpec(
          "scale-on-utilization",
          "Moves the bounds of node pools, or the count of container instances, one step towards what their CPU utilisation asks for.",
          true,
          Consent.APPROVAL,
          ClusterSpecs.findAnd(
              new Permission(ClusterSpecs.TYPE + "/read", "see whether the cluster is there"),
              new Permission(ClusterSpecs.POOL_TYPE + "/read", "see the pools' bounds"),
              new Permission(ClusterSpecs.POOL_TYPE + "/write", "move the pools' bounds"),
              new Permission("Microsoft.Insights/metrics/read", "see how much is used"),
              new Permission(NGROUP_TYPE + "/read", "see how many instances there are"),
              new Permission(NGROUP_TYPE + "/write", "change how many there are"),
              new Permission(GROUP_TYPE + "/read", "see how many cores a container group has"),
              ClusterSpecs.PUT.get(0)),
          List.of(
              Option.required(
                  MAX,
                  "the most nodes of a pool, or instances: the limit of what it may cost",
                  Checks.whole(1, 1000)),
              Option.optional(
                  MIN, "the fewest; two for a pool of the system", "1", Checks.whole(1, 1000)),
              Option.optional(
                  HIGH,
                  "the utilisation in percent above which it scales up",
                  "80",
                  Checks.whole(30, 100)),
              Option.optional(
                  LOW,
                  "the utilisation in percent below which it scales down",
                  "20",
                  Checks.whole(0, 70)),
              Option.optional(STEP, "how far one step goes", "1", Checks.whole(1, 50)),
              Option.optional(
                  WINDOW,
                  "over how many minutes the utilisation is averaged",
                  "30",
                  Checks.whole(10, 1440)),
              Option.optional(
                  COOLDOWN,
                  "for how many minutes nothing is scaled again",
                  "60",
                  Checks.whole(10, 10_080)),
              Option.optional(
                  POOLS,
                  "names of the node pools",
                  "all of the cluster",
                  Checks.list(
                      1,
                      100,
                      Checks.text(
                          Pattern.compile("[a-z][a-z0-9]{0,11}"),
                          "must be the name of a node pool: lower-case letters and digits"))),
              Option.optional(
                  NGROUPS,
                  "ids of NGroups to scale instead of a cluster",
                  "none",
                  Checks.list(1, 20, Checks.id(NGROUP_TYPE))),
              Option.optional(
                  CONTAINER_GROUPS,
                  "ids of container groups to give advice on; they cannot be scaled in place",
                  "none",
                  Checks.list(1, 20, Checks.id(GROUP_TYPE))),
              ClusterSpecs.CLUSTERS),
          ScaleSpecs::together);

  private ScaleSpecs() {}

  private static List<OptionProblem> together(JsonElement all) {
    Options options = new Options(all.getAsJsonObject());
    List<OptionProblem> problems = new ArrayList<>();
    if (options.whole(MIN, 1) > options.whole(MAX, 1)) {
      problems.add(new OptionProblem("." + MIN, "is more than \"max\""));
    }
    if (options.whole(LOW, 20) > options.whole(HIGH, 80) - HYSTERESIS) {
      problems.add(
          new OptionProblem(
              "." + LOW,
              "must be at least %d less than \"high\", or it would go up and down"
                  .formatted(HYSTERESIS)));
    }
    return problems;
  }
}
