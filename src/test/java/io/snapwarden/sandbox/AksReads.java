package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** What a GET shows of clusters, their pools, and what may be done to them. */
final class AksReads {

  private static final String CLUSTERS = "microsoft.containerservice/managedclusters";

  private final AksVersions versions;
  private String latestImage = "202611.10.0";

  AksReads(AksVersions versions) {
    this.versions = versions;
  }

  void latestImage(String ending) {
    latestImage = ending;
  }

  static Optional<ArmReply> clusters(ArmPath path, ArmResources azure) {
    JsonArray all = new JsonArray();
    azure.all(CLUSTERS, path.scope()).forEach(cluster -> all.add(shown(cluster, azure)));
    return Optional.of(page(all));
  }

  static Optional<ArmReply> cluster(ArmPath path, ArmResources azure) {
    return azure.find(path.text()).map(cluster -> ArmReply.of(200, shown(cluster, azure)));
  }

  private static JsonObject shown(JsonObject cluster, ArmResources azure) {
    String id = cluster.get("id").getAsString();
    JsonArray pools = AksPools.shownIn(id, azure);
    if (!pools.isEmpty()) {
      AksPools.properties(cluster).add("agentPoolProfiles", pools);
    }
    azure.etag(id).ifPresent(etag -> cluster.addProperty("eTag", etag));
    return cluster;
  }

  static Optional<ArmReply> pools(ArmPath path, ArmResources azure) {
    JsonArray all = new JsonArray();
    AksPools.of(parent(path.text()), azure)
        .forEach((id, properties) -> all.add(AksPools.shown(id, properties, azure)));
    return Optional.of(page(all));
  }

  static Optional<ArmReply> pool(String id, ArmResources azure) {
    return AksPools.find(id, azure)
        .map(properties -> ArmReply.of(200, AksPools.shown(id, properties, azure)));
  }

  Optional<ArmReply> upgrades(ArmPath path, ArmResources azure) {
    String id = parent(parent(path.text()));
    return azure
        .find(id)
        .map(
            cluster -> {
              String running = running(AksPools.properties(cluster));
              JsonArray pools = new JsonArray();
              AksPools.of(id, azure)
                  .forEach(
                      (pool, properties) -> {
                        JsonObject profile = versions.profile(running(properties), running);
                        profile.addProperty("name", pool.substring(pool.lastIndexOf('/') + 1));
                        pools.add(profile);
                      });
              JsonObject both = new JsonObject();
              both.add("controlPlaneProfile", versions.profile(running, ""));
              both.add("agentPoolProfiles", pools);
              return ArmReply.of(200, resource(path, both));
            });
  }

  Optional<ArmReply> poolUpgrades(ArmPath path, ArmResources azure) {
    String id = parent(parent(path.text()));
    return AksPools.find(id, azure)
        .map(
            pool -> {
              JsonObject profile = versions.profile(running(pool), controlPlane(id, azure));
              profile.addProperty("latestNodeImageVersion", latest(pool));
              return ArmReply.of(200, resource(path, profile));
            });
  }

  Optional<ArmReply> newPools(ArmPath path, ArmResources azure) {
    return azure
        .find(parent(path.text()))
        .map(
            cluster -> {
              JsonObject all = new JsonObject();
              all.add("agentPoolVersions", versions.upTo(running(AksPools.properties(cluster))));
              return ArmReply.of(200, resource(path, all));
            });
  }

  String latest(JsonObject pool) {
    String image = AksPools.text(pool, "nodeImageVersion");
    return image.substring(0, image.lastIndexOf('-') + 1) + latestImage;
  }

  static String controlPlane(String poolId, ArmResources azure) {
    return azure
        .find(AksPools.clusterOf(poolId))
        .map(cluster -> running(AksPools.properties(cluster)))
        .orElse("");
  }

  /** The version that a cluster or a pool runs. */
  static String running(JsonObject properties) {
    for (String name :
        List.of(
            "currentKubernetesVersion",
            "currentOrchestratorVersion",
            "kubernetesVersion",
            "orchestratorVersion")) {
      if (properties.has(name)) {
        return AksPools.text(properties, name);
      }
    }
    return "1.30.9";
  }

  private static ArmReply page(JsonArray all) {
    JsonObject page = new JsonObject();
    page.add("value", all);
    return ArmReply.of(200, page);
  }

  private static JsonObject resource(ArmPath path, JsonObject properties) {
    JsonObject json = new JsonObject();
    json.addProperty("id", path.text());
    json.addProperty("name", path.name());
    json.addProperty("type", path.type());
    json.add("properties", properties);
    return json;
  }

  static String parent(String id) {
    return id.substring(0, id.lastIndexOf('/'));
  }
}
