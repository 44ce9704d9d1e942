package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Node pools: resources of their own that are shown within their cluster, too. One that a test put
 * only into its cluster's {@code agentPoolProfiles} is kept there.
 */
final class AksPools {

  private static final String TYPE = "Microsoft.ContainerService/managedClusters/agentPools";
  private static final String PROFILES = "agentPoolProfiles";

  private AksPools() {}

  static String clusterOf(String poolId) {
    return poolId.substring(0, poolId.toLowerCase().lastIndexOf("/agentpools/"));
  }

  /** The properties of all pools of a cluster by their ids. */
  static Map<String, JsonObject> of(String clusterId, ArmResources azure) {
    Map<String, JsonObject> pools = new LinkedHashMap<>();
    for (JsonElement each : profiles(clusterId, azure)) {
      JsonObject profile = each.getAsJsonObject().deepCopy();
      String name = profile.remove("name").getAsString();
      pools.put(clusterId + "/agentPools/" + name, profile);
    }
    for (JsonObject each : azure.all(TYPE, clusterId)) {
      String id = each.get("id").getAsString();
      pools.keySet().removeIf(id::equalsIgnoreCase);
      pools.put(id, properties(each));
    }
    return pools;
  }

  static Optional<JsonObject> find(String poolId, ArmResources azure) {
    return of(clusterOf(poolId), azure).entrySet().stream()
        .filter(pool -> pool.getKey().equalsIgnoreCase(poolId))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  static void save(String poolId, JsonObject properties, ArmResources azure) {
    String name = poolId.substring(poolId.lastIndexOf('/') + 1);
    JsonArray kept = profiles(clusterOf(poolId), azure);
    if (azure.find(poolId).isEmpty()) {
      for (int i = 0; i < kept.size(); i++) {
        if (text(kept.get(i).getAsJsonObject(), "name").equals(name)) {
          kept.set(i, profile(name, properties));
          JsonObject cluster = azure.find(clusterOf(poolId)).orElseThrow();
          properties(cluster).add(PROFILES, kept);
          azure.put(clusterOf(poolId), cluster);
          return;
        }
      }
    }
    JsonObject pool = azure.find(poolId).orElseGet(JsonObject::new);
    pool.add("properties", properties);
    azure.put(poolId, pool);
  }

  /** As a GET of the pool shows it. */
  static JsonObject shown(String poolId, JsonObject properties, ArmResources azure) {
    JsonObject pool =
        azure
            .find(poolId)
            .orElseGet(
                () -> {
                  JsonObject made = new JsonObject();
                  made.addProperty("id", poolId);
                  made.addProperty("name", poolId.substring(poolId.lastIndexOf('/') + 1));
                  made.addProperty("type", TYPE);
                  return made;
                });
    JsonObject whole = properties.deepCopy();
    whole.addProperty("eTag", etag(poolId, azure));
    pool.add("properties", whole);
    return pool;
  }

  static String etag(String poolId, ArmResources azure) {
    return azure.etag(poolId).or(() -> azure.etag(clusterOf(poolId))).orElse("");
  }

  /** As its cluster shows them. */
  static JsonArray shownIn(String clusterId, ArmResources azure) {
    JsonArray profiles = new JsonArray();
    of(clusterId, azure)
        .forEach(
            (id, properties) -> {
              JsonObject profile = profile(id.substring(id.lastIndexOf('/') + 1), properties);
              profile.addProperty("eTag", etag(id, azure));
              profiles.add(profile);
            });
    return profiles;
  }

  private static JsonObject profile(String name, JsonObject properties) {
    JsonObject profile = new JsonObject();
    profile.addProperty("name", name);
    properties.entrySet().forEach(field -> profile.add(field.getKey(), field.getValue()));
    return profile;
  }

  private static JsonArray profiles(String clusterId, ArmResources azure) {
    return azure
        .find(clusterId)
        .map(cluster -> properties(cluster).get(PROFILES))
        .filter(JsonArray.class::isInstance)
        .map(JsonElement::getAsJsonArray)
        .orElseGet(JsonArray::new);
  }

  /** Not a copy. */
  static JsonObject properties(JsonObject resource) {
    if (!(resource.get("properties") instanceof JsonObject)) {
      resource.add("properties", new JsonObject());
    }
    return resource.getAsJsonObject("properties");
  }

  /** Empty if there is none. */
  static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive text ? text.getAsString() : "";
  }
}
