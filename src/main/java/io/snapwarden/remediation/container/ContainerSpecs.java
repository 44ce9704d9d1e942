package io.snapwarden.remediation.container;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediation that restarts container groups. */
public final class ContainerSpecs {

  static final String TYPE = "Microsoft.ContainerInstance/containerGroups";
  static final String GROUPS = "resourceGroups";
  static final String MOST = "maxRestarts";
  static final String BETWEEN = "minutesBetweenRestarts";
  static final int USUAL_MOST = 3;
  static final int USUAL_BETWEEN = 30;

  public static final RemediationSpec RESTART =
      new RemediationSpec(
          "restart-unhealthy-containers",
          "Restarts groups of Azure Container Instances that are unhealthy, each once for an incident; their images are pulled anew.",
          false,
          Consent.OPT_IN,
          List.of(
              new Permission(TYPE + "/read", "find the container groups, and see how they are"),
              new Permission(TYPE + "/restart/action", "restart a group that is up"),
              new Permission(TYPE + "/start/action", "start a group whose containers have ended")),
          List.of(
              Option.optional(
                  GROUPS,
                  "ids of the resource groups in which to look",
                  "the snapshot's resource group",
                  Checks.list(1, 20, Checks.resourceGroup())),
              Option.optional(
                  MOST,
                  "how many container groups one incident may restart",
                  String.valueOf(USUAL_MOST),
                  Checks.whole(1, 50)),
              Option.optional(
                  BETWEEN,
                  "a group that started less than so many minutes ago, whoever started it, is not restarted",
                  String.valueOf(USUAL_BETWEEN),
                  Checks.whole(5, 1440))));

  private ContainerSpecs() {}
}
