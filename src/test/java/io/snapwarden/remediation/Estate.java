package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.sandbox.SimulatedArm;

/** What a team has in Azure around the snapshot: a cluster with two node pools, and a workspace. */
public final class Estate {

  public static final String GROUP =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1";
  public static final String CLUSTER =
      GROUP + "/providers/Microsoft.ContainerService/managedClusters/prod";
  public static final String SYSTEM = CLUSTER + "/agentPools/system";
  public static final String WORKERS = CLUSTER + "/agentPools/workers";
  public static final String WORKSPACE =
      GROUP + "/providers/Microsoft.OperationalInsights/workspaces/logs";
  public static final String OTHER_WORKSPACE =
      GROUP + "/providers/Microsoft.OperationalInsights/workspaces/others";

  public static final String NETWORK = GROUP + "/providers/Microsoft.Network/virtualNetworks/spoke";
  public static final String SUBNET = NETWORK + "/subnets/nodes";

  public static final String NSG =
      GROUP + "/providers/Microsoft.Network/networkSecurityGroups/nodes";

  private Estate() {}

  /** All of it, with fields at every level that nobody here knows. */
  public static void build(Lab lab) {
    build(lab.azure);
    lab.takenOf(WORKERS);
  }

  /** The same without a snapshot. */
  public static void build(SimulatedArm azure) {
    azure.put(GROUP, Lab.json("{\"location\": \"westeurope\", \"properties\": {}}"));
    azure.put(
        CLUSTER,
        Lab.json(
            """
            {"location": "westeurope",
             "tags": {"team": "payments"},
             "identity": {"type": "UserAssigned", "newer": [1, {"deep": null}], "userAssignedIdentities": {"/subscriptions/x/theirs": {}}},
             "sku": {"name": "Base", "tier": "Standard", "newer": true},
             "newer": {"than": ["this", 2.50, {"program": false}]},
             "properties": {
               "provisioningState": "Succeeded",
               "powerState": {"code": "Running"},
               "kubernetesVersion": "1.30.9",
               "currentKubernetesVersion": "1.30.9",
               "dnsPrefix": "prod",
               "servicePrincipalProfile": {"clientId": "msi"},
               "nodeResourceGroup": "MC_aks-prod-1_prod_westeurope",
               "addonProfiles": {
                 "azurepolicy": {"enabled": true, "newer": {"x": 1}},
                 "omsagent": {"enabled": false}},
               "networkProfile": {"networkPlugin": "azure", "podCidr": "10.244.0.0/16", "newer": []},
               "newer": [{"list": [1, 2, {"inner": "kept"}]}]}}
            """));
    pool(azure, SYSTEM, "System", 2);
    pool(azure, WORKERS, "User", 3);
    workspace(azure, WORKSPACE);
    azure.put(
        SUBNET,
        Lab.json(
            "{\"properties\":{\"addressPrefix\":\"10.1.0.0/16\",\"networkSecurityGroup\":{\"id\":\"%s\"}}}"
                .formatted(NSG)));
    azure.put(
        NSG,
        Lab.json(
            "{\"location\":\"westeurope\",\"properties\":{\"provisioningState\":\"Succeeded\",\"newer\":1,\"subnets\":[{\"id\":\"%s\"}]}}"
                .formatted(SUBNET)));
    azure.put(
        NSG + "/securityRules/ssh-for-everybody",
        Lab.json(
            "{\"properties\":{\"priority\":300,\"direction\":\"Inbound\",\"access\":\"Allow\",\"protocol\":\"Tcp\",\"sourceAddressPrefix\":\"*\",\"destinationPortRange\":\"22\"}}"));
  }

  private static void pool(SimulatedArm azure, String id, String mode, int count) {
    azure.put(
        id,
        Lab.json(
            """
            {"newer": {"a": 1},
             "properties": {
               "provisioningState": "Succeeded",
               "powerState": {"code": "Running"},
               "mode": "%s",
               "count": %d,
               "enableAutoScaling": false,
               "vmSize": "Standard_D4s_v5",
               "osType": "Linux",
               "type": "VirtualMachineScaleSets",
               "vnetSubnetID": "%s",
               "orchestratorVersion": "1.30.9",
               "currentOrchestratorVersion": "1.30.9",
               "nodeImageVersion": "AKSUbuntu-2204gen2containerd-202608.10.0",
               "upgradeSettings": {"maxSurge": "33%%", "newer": {"b": [true]}},
               "newer": {"c": null}}}
            """
                .formatted(mode, count, SUBNET)));
  }

  public static void workspace(SimulatedArm azure, String id) {
    azure.put(
        id,
        Lab.json(
            """
            {"location": "northeurope",
             "properties": {"provisioningState": "Succeeded", "retentionInDays": 90,
                            "sku": {"name": "PerGB2018"}}}
            """));
  }

  /** The properties of what is there. */
  public static JsonObject properties(Lab lab, String id) {
    return lab.azure.get(id).orElseThrow().getAsJsonObject("properties");
  }
}
