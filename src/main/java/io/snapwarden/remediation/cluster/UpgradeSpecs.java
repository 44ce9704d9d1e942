package io.snapwarden.remediation.cluster;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;
import java.util.stream.Stream;

/** What is to be known of the remediation that upgrades clusters. */
public final class UpgradeSpecs {

  static final String TO = "to";
  static final String REPORT = "report";

  public static final RemediationSpec UPGRADE =
      new RemediationSpec(
          "upgrade-cluster",
          "Reports which versions and node images a cluster could have, or brings it to them.",
          false,
          Consent.APPROVAL,
          Stream.concat(
                  ClusterSpecs.FIND.stream(),
                  Stream.of(
                      new Permission(ClusterSpecs.TYPE + "/read", "see what the cluster runs"),
                      new Permission(ClusterSpecs.POOL_TYPE + "/read", "see what its pools run"),
                      new Permission(
                          ClusterSpecs.TYPE + "/upgradeProfiles/read",
                          "see which versions are offered"),
                      new Permission(
                          ClusterSpecs.POOL_TYPE + "/upgradeProfiles/read",
                          "see which versions and images its pools are offered"),
                      new Permission(ClusterSpecs.TYPE + "/write", "upgrade the control plane"),
                      new Permission(ClusterSpecs.POOL_TYPE + "/write", "upgrade its pools"),
                      new Permission(
                          ClusterSpecs.POOL_TYPE + "/upgradeNodeImageVersion/action",
                          "give its nodes the newest image"),
                      ClusterSpecs.PUT.get(0),
                      ClusterSpecs.PUT.get(1)))
              .toList(),
          List.of(
              Option.optional(
                  TO,
                  "\"report\" changes nothing, \"node-image\" gives all nodes the newest image, \"next-version\" goes up by one minor version at most: the control plane, then the pools",
                  "report",
                  Checks.oneOf(REPORT, "node-image", "next-version")),
              ClusterSpecs.CLUSTERS));

  private UpgradeSpecs() {}
}
