package io.snapwarden.remediation.container;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediation that restarts containers. */
public final class ContainerSpecs {

  static final String GROUPS = "resourceGroups";
  static final String MOST = "maxRestarts";
  static final String PAUSE = "minutesBetweenRestarts";

  private static final String TYPE = "Microsoft.ContainerInstance/containerGroups";

  public static final RemediationSpec RESTART =
      new RemediationSpec(
          "restart-unhealthy-containers",
          "Restarts container groups (Azure Container Instances) that are unhealthy, a few at a time.",
          false,
          Consent.OPT_IN,
          List.of(
              new Permission(TYPE + "/read", "find the groups, and see how they are"),
              new Permission(TYPE + "/restart/action", "restart a group that runs badly"),
              new Permission(TYPE + "/start/action", "start a group that has failed")),
          List.of(
              Option.optional(
                  GROUPS,
                  "ids of the resource groups to look into",
                  "the snapshot's",
                  Checks.list(1, 20, Checks.resourceGroup())),
              Option.optional(
                  MOST, "how many groups one incident may restart", "3", Checks.whole(1, 20)),
              Option.optional(
                  PAUSE,
                  "for how many minutes a group is left alone after it has started",
                  "30",
                  Checks.whole(5, 1440))));

  private ContainerSpecs() {}
}
