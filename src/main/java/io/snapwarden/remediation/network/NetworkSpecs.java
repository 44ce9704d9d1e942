package io.snapwarden.remediation.network;

import com.google.gson.JsonElement;
import io.snapwarden.policy.Network;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.cluster.ClusterSpecs;
import java.util.List;
import java.util.regex.Pattern;

/** What is to be known of the remediation that closes subnets. */
public final class NetworkSpecs {

  static final String ALLOW_FROM = "allowFrom";
  static final String PORTS = "ports";
  static final String PRIORITY = "priority";
  static final String SHARED = "sharedNsg";
  static final int USUAL_PRIORITY = 103;

  private static final String NSG = "Microsoft.Network/networkSecurityGroups";

  /** A service tag, as in {@code AzureFrontDoor.Backend}. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z][A-Za-z0-9.]{2,79}");

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}(-[0-9]{1,5})?");

  public static final RemediationSpec RESTRICT =
      new RemediationSpec(
          "restrict-nsg-inbound",
          "Lets into the subnet of a cluster's nodes from the Internet only what the policy names.",
          true,
          Consent.APPROVAL,
          ClusterSpecs.findAnd(
              new Permission(ClusterSpecs.TYPE + "/read", "find the pools' subnets"),
              new Permission(
                  "Microsoft.Network/virtualNetworks/subnets/read",
                  "find the subnets' network security groups"),
              new Permission(NSG + "/read", "see which rules there are"),
              new Permission(NSG + "/securityRules/read", "see its own rules again"),
              new Permission(NSG + "/securityRules/write", "put its own rules there"),
              new Permission(NSG + "/securityRules/delete", "take its own rules away")),
          List.of(
              Option.required(
                  ALLOW_FROM,
                  "networks (CIDR), and at most one service tag, that may reach the nodes; [] for nobody. Public services of the cluster need their clients here",
                  Checks.list(0, 100, new Source())),
              Option.optional(
                  PORTS,
                  "the ports that they may reach, as in \"443\" or \"8000-8080\"",
                  "all",
                  Checks.list(
                      1,
                      100,
                      Checks.text(PORT, "must be a port or a range of ports, as in \"443\""))),
              Option.optional(
                  PRIORITY,
                  "the priority of the rule that denies; the three before it are its own, too",
                  String.valueOf(USUAL_PRIORITY),
                  Checks.whole(USUAL_PRIORITY, 4096)),
              Option.optional(
                  SHARED,
                  "true changes a group that other subnets or network interfaces use, too",
                  "false",
                  Checks.flag()),
              ClusterSpecs.CLUSTERS),
          NetworkSpecs::together);

  private NetworkSpecs() {}

  static boolean tag(String source) {
    return TAG.matcher(source).matches();
  }

  private static final class Source extends Checks.Text {

    Source() {
      super(
          "must be a network, as in \"203.0.113.0/24\", or a service tag, as in \"AzureFrontDoor.Backend\"");
    }

    @Override
    protected boolean sound(String text) {
      return tag(text) || Network.parse(text).isPresent();
    }
  }

  private static List<OptionProblem> together(JsonElement all) {
    Options options = new Options(all.getAsJsonObject());
    int tags = 0;
    for (String source : options.texts(ALLOW_FROM)) {
      tags += tag(source) ? 1 : 0;
    }
    return tags > 1
        ? List.of(
            new OptionProblem(
                "." + ALLOW_FROM, "has %d service tags; a rule takes one".formatted(tags)))
        : List.of();
  }
}
