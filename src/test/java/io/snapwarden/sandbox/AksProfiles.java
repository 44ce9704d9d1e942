package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a PUT of a cluster says of its node pools. */
final class AksProfiles {

  private AksProfiles() {}

  /** The properties of the pools that it names, by their ids. */
  static Map<String, JsonObject> wanted(
      String clusterId, JsonObject properties, ArmResources azure) {
    Map<String, JsonObject> pools = new LinkedHashMap<>();
    if (properties.get("agentPoolProfiles") instanceof JsonArray profiles) {
      for (JsonElement each : profiles) {
        JsonObject profile = each.getAsJsonObject().deepCopy();
        String name = profile.remove("name").getAsString();
        pools.put(id(clusterId, name, azure), profile);
      }
    }
    return pools;
  }

  /** Why Azure does not take it. */
  static Optional<ArmReply> refusal(
      String clusterId, JsonObject was, JsonObject wanted, ArmResources azure) {
    Map<String, JsonObject> known = AksPools.of(clusterId, azure);
    Map<String, JsonObject> pools = wanted(clusterId, wanted, azure);
    if (!known.keySet().containsAll(pools.keySet())) {
      return Optional.of(
          ArmReply.error(
              400,
              "BadRequest",
              "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api"));
    }
    long given = pools.values().stream().filter(pool -> !version(pool).isEmpty()).count();
    boolean sound =
        pools.entrySet().stream()
            .map(
                pool ->
                    version(pool.getValue()).isEmpty()
                        || version(pool.getValue()).equals(version(known.get(pool.getKey())))
                        || version(pool.getValue())
                            .equals(AksPools.text(wanted, "kubernetesVersion")))
            .reduce(true, Boolean::logicalAnd);
    return sound && (given == 0 || given == pools.size())
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                400,
                "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged",
                "Using managed cluster api, all Agent pools' OrchestratorVersion must be all specified or all unspecified. If all specified, they must be stay unchanged or the same with control plane. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api"));
  }

  private static String version(JsonObject pool) {
    return AksPools.text(pool, "orchestratorVersion");
  }

  private static String id(String clusterId, String name, ArmResources azure) {
    String id = clusterId + "/agentPools/" + name;
    return AksPools.of(clusterId, azure).keySet().stream()
        .filter(id::equalsIgnoreCase)
        .findFirst()
        .orElse(id);
  }
}
