package io.snapwarden.sandbox;

import com.google.gson.JsonParser;

/** What surrounds the snapshots of one team in the sandbox: a cluster, its network, a workspace. */
final class Fleet {

  static final String NAME = "aks-fleet-1";
  static final String GROUP =
      "/subscriptions/%s/resourceGroups/%s".formatted(Stage.SUBSCRIPTION, NAME);
  static final String CLUSTER =
      GROUP + "/providers/Microsoft.ContainerService/managedClusters/prod";
  static final String LOGGING =
      CLUSTER + "/providers/Microsoft.Insights/diagnosticSettings/snapwarden";
  static final String DEFENDER =
      "/subscriptions/%s/providers/Microsoft.Security/pricings/Containers"
          .formatted(Stage.SUBSCRIPTION);
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network/";
  private static final String SUBNET = NETWORK + "virtualNetworks/spoke/subnets/nodes";
  private static final String NSG = NETWORK + "networkSecurityGroups/nodes";
  static final String DENIAL = NSG + "/securityRules/snapwarden-deny-internet";

  private Fleet() {}

  static void build(SimulatedArm azure) {
    put(azure, GROUP, "{'location': 'westeurope', 'properties': {}}");
    put(
        azure,
        CLUSTER,
        """
        {'location': 'westeurope', 'identity': {'type': 'SystemAssigned'},
         'properties': {'provisioningState': 'Succeeded', 'powerState': {'code': 'Running'},
           'kubernetesVersion': '1.30.9', 'currentKubernetesVersion': '1.30.9',
           'nodeResourceGroup': 'MC_fleet', 'networkProfile': {'podCidr': '10.244.0.0/16'}}}
        """);
    put(
        azure,
        CLUSTER + "/agentPools/np1",
        """
        {'properties': {'provisioningState': 'Succeeded', 'mode': 'System', 'count': 3,
           'type': 'VirtualMachineScaleSets', 'vnetSubnetID': '%s',
           'orchestratorVersion': '1.30.9', 'currentOrchestratorVersion': '1.30.9',
           'nodeImageVersion': 'AKSUbuntu-2204gen2containerd-202608.10.0'}}
        """
            .formatted(SUBNET));
    put(
        azure,
        SUBNET,
        "{'properties': {'addressPrefix': '10.1.0.0/16', 'networkSecurityGroup': {'id': '%s'}}}"
            .formatted(NSG));
    put(
        azure,
        NSG,
        "{'properties': {'provisioningState': 'Succeeded', 'subnets': [{'id': '%s'}]}}"
            .formatted(SUBNET));
    put(
        azure,
        NSG + "/securityRules/ssh-for-everybody",
        "{'properties': {'priority': 300, 'direction': 'Inbound', 'access': 'Allow', 'sourceAddressPrefix': '*'}}");
    put(
        azure,
        GROUP + "/providers/Microsoft.OperationalInsights/workspaces/logs",
        "{'location': 'westeurope', 'properties': {'provisioningState': 'Succeeded', 'retentionInDays': 90}}");
    put(azure, DEFENDER, "{'properties': {'pricingTier': 'Free'}}");
  }

  private static void put(SimulatedArm azure, String id, String json) {
    azure.put(id, JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject());
  }
}
