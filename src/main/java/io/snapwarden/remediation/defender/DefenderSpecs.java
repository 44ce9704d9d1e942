package io.snapwarden.remediation.defender;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediation that turns on Defender. */
public final class DefenderSpecs {

  static final String EXTENSIONS = "extensions";

  /** All that the plan has; {@code Extension} of pricings.json, see the remediation. */
  private static final String[] KNOWN = {
    "ContainerSensor",
    "ContainerRegistriesVulnerabilityAssessments",
    "AgentlessDiscoveryForKubernetes",
    "AgentlessVmScanning",
    "ContainerIntegrityContribution"
  };

  /** Those that install nothing in anybody's cluster. */
  static final List<String> USUAL =
      List.of("ContainerRegistriesVulnerabilityAssessments", "AgentlessDiscoveryForKubernetes");

  public static final RemediationSpec CONTAINERS =
      new RemediationSpec(
          "enable-defender-for-containers",
          "Turns on the Microsoft Defender plan for containers in the snapshot's subscription.",
          true,
          Consent.OPT_IN,
          List.of(
              new Permission("Microsoft.Security/pricings/read", "see which plan there is"),
              new Permission("Microsoft.Security/pricings/write", "turn the plan on and off")),
          List.of(
              Option.optional(
                  EXTENSIONS,
                  "which extensions of the plan to turn on; ContainerSensor installs an agent in every cluster; where Azure must assign roles for one, an Owner turns it on once",
                  String.join(" and ", USUAL),
                  Checks.list(1, KNOWN.length, Checks.oneOf(KNOWN)))));

  private DefenderSpecs() {}
}
