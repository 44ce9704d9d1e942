package io.snapwarden.remediation.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is to be known of the remediation that upgrades clusters. */
public final class UpgradeSpecs {

  static final String REPORT = "report";
  static final String NODE_IMAGE = "node-image";
  static final String NEXT_VERSION = "next-version";

  static final Option TO =
      Option.optional(
          "to",
          "\"report\" changes nothing and tells what is available; \"node-image\" gives the pools the newest node image; \"next-version\" takes the control plane, and then the pools, one version further",
          REPORT,
          Checks.oneOf(REPORT, NODE_IMAGE, NEXT_VERSION));

  static final Option POOLS =
      Option.optional(
          "pools",
          "names of the node pools to upgrade; with \"next-version\" an empty list means the control plane alone",
          "all pools",
          Checks.list(
              0,
              100,
              Checks.text(
                  Pattern.compile("[a-z][a-z0-9]{0,11}"),
                  "must be the name of a node pool: a small letter, then up to 11 small letters and digits")));

  static final Option DESPITE_AUTO_UPGRADE =
      Option.optional(
          "despiteAutoUpgrade",
          "true upgrades even what AKS upgrades by itself (the cluster's upgrade channels)",
          "false",
          Checks.flag());

  public static final RemediationSpec UPGRADE =
      new RemediationSpec(
          "upgrade-cluster",
          "Tells what newer versions and node images there are for a cluster or, if the policy says so, upgrades it by one step; an upgrade cannot be undone.",
          false,
          Consent.APPROVAL,
          permissions(),
          List.of(ClusterSpecs.CLUSTERS, TO, POOLS, DESPITE_AUTO_UPGRADE),
          UpgradeSpecs::together);

  private UpgradeSpecs() {}

  private static List<Permission> permissions() {
    List<Permission> all = new ArrayList<>(ClusterSpecs.FIND);
    all.addAll(ClusterSpecs.PUT);
    all.addAll(
        List.of(
            new Permission(
                ClusterSpecs.TYPE + "/read", "see which version a cluster runs, and its state"),
            new Permission(
                ClusterSpecs.TYPE + "/upgradeProfiles/read", "see which versions it may go to"),
            new Permission(
                ClusterSpecs.POOL_TYPE + "/read", "see a pool's version, node image and state"),
            new Permission(
                ClusterSpecs.POOL_TYPE + "/upgradeProfiles/read",
                "see which versions and node image a pool may go to"),
            new Permission(ClusterSpecs.TYPE + "/write", "upgrade the control plane"),
            new Permission(ClusterSpecs.POOL_TYPE + "/write", "upgrade a pool"),
            new Permission(
                ClusterSpecs.POOL_TYPE + "/upgradeNodeImageVersion/action",
                "renew a pool's node image"),
            new Permission(
                "Microsoft.Network/publicIPAddresses/join/action",
                "upgrade a cluster that leaves by public addresses of the user's own"),
            new Permission(
                "Microsoft.Network/publicIPPrefixes/join/action",
                "upgrade what has public addresses from a prefix of the user's own"),
            new Permission(
                "Microsoft.Compute/diskEncryptionSets/read",
                "upgrade a cluster whose disks are encrypted with a key of the user's own"),
            new Permission(
                "Microsoft.OperationalInsights/workspaces/sharedkeys/read",
                "upgrade a cluster that sends to a workspace: AKS asks for it at every write")));
    return all;
  }

  private static List<OptionProblem> together(JsonElement given) {
    JsonObject options = given.getAsJsonObject();
    String to = new Options(options).text(TO.key(), REPORT);
    boolean none = options.get(POOLS.key()) instanceof JsonArray pools && pools.isEmpty();
    if (to.equals(NODE_IMAGE) && none) {
      return List.of(
          new OptionProblem(
              "." + POOLS.key(),
              "names no pool, and only pools have node images: name some, or leave it out"));
    }
    return List.of();
  }
}
