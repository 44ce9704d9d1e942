package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.AksCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** With all that makes AKS ask for further rights, and a pool that is two versions behind. */
class UpgradeClusterContractTest {

  private static final String ID =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/managedClusters/prod";
  private static final String CLUSTERS = "Microsoft.ContainerService/managedClusters";
  private static final List<String> LINKED =
      List.of(
          "Microsoft.Network/virtualNetworks/subnets/join/action",
          "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
          "Microsoft.Network/publicIPAddresses/join/action",
          "Microsoft.Network/publicIPPrefixes/join/action",
          "Microsoft.Compute/diskEncryptionSets/read",
          "Microsoft.OperationalInsights/workspaces/sharedkeys/read");

  private static AksCluster arrange(Lab lab, String to) {
    AksCluster cluster =
        AksCluster.put(lab.azure, ID, "1.31.4")
            .pool("system", "System", "1.31.4")
            .pool("user", "User", "1.30.9");
    lab.takenOf(cluster.poolId("user"));
    lab.options.addProperty("to", to);
    return cluster;
  }

  @Nested
  class NextVersion extends RemediationContract {

    @Override
    protected String remediation() {
      return "upgrade-cluster";
    }

    @Override
    protected void arrange(Lab lab) {
      UpgradeClusterContractTest.arrange(lab, "next-version")
          .with(NextVersion::withResourcesOfTheUsersOwn)
          .withPool("system", pool -> pool.addProperty("vnetSubnetID", "/subscriptions/s/subnet"));
    }

    private static void withResourcesOfTheUsersOwn(JsonObject cluster) {
      cluster.add(
          "identity",
          Lab.json(
              "{\"type\": \"UserAssigned\", \"userAssignedIdentities\": {\"/subscriptions/i\": {}}}"));
      JsonObject properties = cluster.getAsJsonObject("properties");
      properties.addProperty("diskEncryptionSetID", "/subscriptions/d");
      properties
          .getAsJsonObject("addonProfiles")
          .add(
              "omsagent",
              Lab.json(
                  "{\"enabled\": true, \"config\": {\"logAnalyticsWorkspaceResourceID\": \"/subscriptions/w\"}}"));
      properties
          .getAsJsonObject("networkProfile")
          .add(
              "loadBalancerProfile",
              Lab.json(
                  """
                  {"outboundIPs": {"publicIPs": [{"id": "/subscriptions/p"}]},
                   "outboundIPPrefixes": {"publicIPPrefixes": [{"id": "/subscriptions/q"}]}}
                  """));
    }

    @Override
    protected List<String> spareable() {
      List<String> spareable = new ArrayList<>(super.spareable());
      spareable.add(CLUSTERS + "/agentPools/upgradeNodeImageVersion/action");
      return spareable;
    }
  }

  @Nested
  class NodeImage extends RemediationContract {

    @Override
    protected String remediation() {
      return "upgrade-cluster";
    }

    @Override
    protected void arrange(Lab lab) {
      UpgradeClusterContractTest.arrange(lab, "node-image");
    }

    @Override
    protected List<String> spareable() {
      List<String> spareable = new ArrayList<>(super.spareable());
      spareable.addAll(LINKED);
      spareable.add(CLUSTERS + "/upgradeProfiles/read");
      spareable.add(CLUSTERS + "/write");
      spareable.add(CLUSTERS + "/agentPools/write");
      return spareable;
    }
  }
}
