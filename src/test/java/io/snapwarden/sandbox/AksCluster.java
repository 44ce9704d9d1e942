package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.function.Consumer;

/** A cluster in a simulated Azure, with fields at every level that no program knows. */
public final class AksCluster {

  private final SimulatedArm azure;
  private final String id;

  private AksCluster(SimulatedArm azure, String id) {
    this.azure = azure;
    this.id = id;
  }

  /** Puts a cluster there that runs, without pools yet. */
  public static AksCluster put(SimulatedArm azure, String id, String version) {
    JsonObject cluster =
        JsonParser.parseString(
                """
                {"location": "westeurope",
                 "tags": {"team": "payments"},
                 "sku": {"name": "Base", "tier": "Standard"},
                 "identity": {"type": "SystemAssigned"},
                 "newerThanThisProgram": [{"deep": [1, 2.50, null]}],
                 "properties": {
                   "provisioningState": "Succeeded",
                   "powerState": {"code": "Running"},
                   "kubernetesVersion": "%1$s",
                   "currentKubernetesVersion": "%1$s",
                   "dnsPrefix": "prod",
                   "fqdn": "prod-1.hcp.westeurope.azmk8s.io",
                   "nodeResourceGroup": "MC_aks-prod-1_prod_westeurope",
                   "addonProfiles": {"azurepolicy": {"enabled": true, "config": {"version": "v2"}}},
                   "networkProfile": {"networkPlugin": "azure", "newerToo": {"list": ["b", "a"]}},
                   "newerThanThisProgram": {"enabled": true}}}
                """
                    .formatted(version))
            .getAsJsonObject();
    azure.put(id, cluster);
    return new AksCluster(azure, id);
  }

  /** Gives it a pool of three nodes. */
  public AksCluster pool(String name, String mode, String version) {
    JsonObject pool =
        JsonParser.parseString(
                """
                {"properties": {
                   "provisioningState": "Succeeded",
                   "powerState": {"code": "Running"},
                   "mode": "%1$s",
                   "count": 3,
                   "vmSize": "Standard_D4s_v5",
                   "osType": "Linux",
                   "osSKU": "Ubuntu",
                   "type": "VirtualMachineScaleSets",
                   "orchestratorVersion": "%2$s",
                   "currentOrchestratorVersion": "%2$s",
                   "nodeImageVersion": "AKSUbuntu-2204gen2containerd-202608.10.0",
                   "nodeLabels": {"zone": "blue"},
                   "upgradeSettings": {"maxSurge": "33%%"},
                   "newerThanThisProgram": {"weights": [3, 1]}}}
                """
                    .formatted(mode, version))
            .getAsJsonObject();
    azure.put(poolId(name), pool);
    return this;
  }

  public String id() {
    return id;
  }

  public String poolId(String name) {
    return id + "/agentPools/" + name;
  }

  /** Changes something of it behind everybody's back. */
  public AksCluster with(Consumer<JsonObject> edit) {
    return edited(id, edit);
  }

  /** Changes the properties of a pool behind everybody's back. */
  public AksCluster withPool(String name, Consumer<JsonObject> edit) {
    return edited(poolId(name), pool -> edit.accept(pool.getAsJsonObject("properties")));
  }

  /** A text of the cluster's properties as they are now; empty if there is none. */
  public String shows(String property) {
    return text(id, property);
  }

  public String shows(String pool, String property) {
    return text(poolId(pool), property);
  }

  private String text(String resource, String property) {
    JsonElement value =
        azure.get(resource).orElseThrow().getAsJsonObject("properties").get(property);
    return value instanceof JsonPrimitive text ? text.getAsString() : "";
  }

  private AksCluster edited(String resource, Consumer<JsonObject> edit) {
    JsonObject json = azure.get(resource).orElseThrow();
    edit.accept(json);
    azure.put(resource, json);
    return this;
  }
}
