package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * AKS clusters and node pools: what is asked for takes its time, and meanwhile nothing else is
 * taken; versions go up one minor at a time, the control plane first; a bucket of requests for each
 * cluster runs dry; some operations end badly.
 */
public final class AksRules implements ArmRules {

  public static final String CLUSTERS = "microsoft.containerservice/managedclusters";
  public static final String POOLS = CLUSTERS + "/agentpools";
  private static final String PROFILES = "/upgradeprofiles";
  private static final String NEW_IMAGE = "/upgradenodeimageversion";
  private static final String PROPERTIES = "properties";
  private static final String STATE = "provisioningState";
  private static final int BUCKET = 20;

  /** What Azure tells of a cluster or pool, and ignores in a PUT. */
  private static final List<String> READ_ONLY =
      List.of(
          STATE,
          "currentKubernetesVersion",
          "currentOrchestratorVersion",
          "nodeImageVersion",
          "powerState",
          "fqdn",
          "status",
          "eTag");

  private final Map<String, Bucket> buckets = new HashMap<>();
  private List<String> versions = List.of("1.30.9", "1.31.4", "1.31.7", "1.32.3", "1.33.0-preview");
  private String image = "AKSUbuntu-2204gen2containerd-202611.10.0";
  private Duration controlPlane = Duration.ofMinutes(10);
  private Duration node = Duration.ofMinutes(5);
  private Duration update = Duration.ofMinutes(3);
  private @Nullable String failure;

  private record Bucket(double tokens, Instant at) {}

  /** Everything is over at once, or nearly: for those who watch. */
  public synchronized void hurry() {
    controlPlane = Duration.ofMillis(1500);
    node = Duration.ofMillis(500);
    update = Duration.ofSeconds(1);
  }

  /** The next operation ends as Failed, for this reason; what it had begun stays so. */
  public synchronized void failNext(String reason) {
    failure = reason;
  }

  /** The newest node image. */
  public String image() {
    return image;
  }

  @Override
  public List<String> types() {
    return List.of(CLUSTERS, POOLS, CLUSTERS + PROFILES, POOLS + PROFILES, POOLS + NEW_IMAGE);
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    String type = path.typeKey();
    if (type.equals(CLUSTERS + PROFILES)) {
      return Optional.of(clusterProfile(path, azure));
    }
    if (type.equals(POOLS + PROFILES)) {
      return Optional.of(poolProfile(path, azure));
    }
    if (call.method().equals("GET") || call.method().equals("PATCH")) {
      return Optional.empty();
    }
    String cluster = cluster(path.text());
    Optional<ArmReply> refusal = refusal(cluster, call, azure);
    if (refusal.isPresent()) {
      return refusal;
    }
    if (type.equals(POOLS + NEW_IMAGE)) {
      return Optional.of(newImage(path.subject(), azure));
    }
    if (!call.method().equals("PUT")) {
      return Optional.empty();
    }
    JsonObject body = call.body();
    if (body == null || azure.find(path.text()).isEmpty()) {
      return Optional.of(ArmReply.error(400, "BadRequest", "Only updates are simulated."));
    }
    return Optional.of(
        type.equals(CLUSTERS) ? putCluster(path, body, azure) : putPool(path, body, azure));
  }

  @Override
  public List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    List<String> actions = new ArrayList<>();
    JsonObject body = call.body();
    if (call.method().equals("PUT") && body != null) {
      if (body.toString().contains("logAnalyticsWorkspaceResourceID")) {
        actions.add("Microsoft.OperationalInsights/workspaces/sharedkeys/read");
      }
      if (body.toString().contains("vnetSubnetID")) {
        actions.add("Microsoft.Network/virtualNetworks/subnets/join/action");
      }
      if (object(body, "identity").has("userAssignedIdentities")) {
        actions.add("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
      }
    }
    return actions;
  }

  /** A cluster shows its pools; both show their ETag in the body. */
  @Override
  public JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    String etag = azure.etag(path.text()).orElse("");
    if (path.typeKey().equals(POOLS)) {
      object(stored, PROPERTIES).addProperty("eTag", etag);
      return stored;
    }
    if (path.typeKey().equals(CLUSTERS)) {
      stored.addProperty("eTag", etag);
      JsonArray pools = new JsonArray();
      for (JsonObject pool : azure.all(POOLS, path.text())) {
        JsonObject profile = object(pool, PROPERTIES).deepCopy();
        profile.addProperty("name", text(pool, "name"));
        pools.add(profile);
      }
      if (!pools.isEmpty()) {
        object(stored, PROPERTIES).add("agentPoolProfiles", pools);
      }
    }
    return stored;
  }

  private Optional<ArmReply> refusal(String cluster, ArmCall call, ArmResources azure) {
    if (azure.find(cluster).isEmpty()) {
      return Optional.of(
          ArmReply.error(404, "ResourceNotFound", "The Resource was not found: " + cluster));
    }
    Bucket bucket = buckets.getOrDefault(cluster, new Bucket(BUCKET, call.at()));
    double tokens =
        Math.min(
            BUCKET,
            bucket.tokens() + Duration.between(bucket.at(), call.at()).toMillis() / 60_000.0);
    if (tokens < 1) {
      buckets.put(cluster, new Bucket(tokens, call.at()));
      return Optional.of(
          ArmReply.error(429, "Throttled", "The PUT bucket of the cluster is empty.")
              .with("Retry-After", "60"));
    }
    buckets.put(cluster, new Bucket(tokens - 1, call.at()));
    List<JsonObject> all = new ArrayList<>(azure.all(POOLS, cluster));
    azure.find(cluster).ifPresent(all::add);
    return all.stream()
        .filter(each -> !List.of("Succeeded", "Failed", "Canceled").contains(state(each)))
        .findFirst()
        .map(
            busy ->
                ArmReply.error(
                    409,
                    "OperationNotAllowed",
                    "Operation is not allowed: Another operation (%s) is in progress on %s."
                        .formatted(state(busy), text(busy, "name"))));
  }

  private ArmReply putCluster(ArmPath path, JsonObject body, ArmResources azure) {
    JsonObject old = azure.find(path.text()).orElseThrow();
    String from = text(object(old, PROPERTIES), "currentKubernetesVersion");
    String to = text(object(body, PROPERTIES), "kubernetesVersion");
    if (!to.isEmpty() && !from.isEmpty() && skips(from, to)) {
      return ArmReply.error(
          400,
          "BadRequest",
          "Upgrading Kubernetes version %s to %s is not allowed.".formatted(from, to));
    }
    boolean upgrade = !to.isEmpty() && !to.equals(from);
    JsonObject next = merged(old, body);
    object(next, PROPERTIES).remove("agentPoolProfiles");
    return begin(
        path,
        next,
        upgrade ? "Upgrading" : "Updating",
        upgrade ? controlPlane : update,
        properties -> {
          if (upgrade) {
            properties.addProperty("currentKubernetesVersion", to);
          }
        },
        azure);
  }

  private ArmReply putPool(ArmPath path, JsonObject body, ArmResources azure) {
    JsonObject old = azure.find(path.text()).orElseThrow();
    JsonObject cluster = azure.find(cluster(path.text())).orElseThrow();
    String plane = text(object(cluster, PROPERTIES), "currentKubernetesVersion");
    String from = text(object(old, PROPERTIES), "currentOrchestratorVersion");
    String to = text(object(body, PROPERTIES), "orchestratorVersion");
    if (!to.isEmpty() && (compare(to, plane) > 0 || skips(from, to))) {
      return ArmReply.error(
          400,
          "AgentPoolK8sVersionNotSupported",
          "Version %s is not supported in this agent pool, the control plane is at %s."
              .formatted(to, plane));
    }
    boolean upgrade = !to.isEmpty() && !to.equals(from);
    int count = Math.max(1, number(object(old, PROPERTIES), "count"));
    return begin(
        path,
        merged(old, body),
        upgrade ? "Upgrading" : "Updating",
        upgrade ? node.multipliedBy(count) : update,
        properties -> {
          if (upgrade) {
            properties.addProperty("currentOrchestratorVersion", to);
            properties.addProperty("nodeImageVersion", image);
          }
        },
        azure);
  }

  private ArmReply newImage(ArmPath pool, ArmResources azure) {
    JsonObject old = azure.find(pool.text()).orElse(null);
    if (old == null) {
      return ArmReply.error(404, "NotFound", "Could not find the agent pool.");
    }
    if (text(object(old, PROPERTIES), "nodeImageVersion").equals(image)) {
      return ArmReply.of(204, null);
    }
    int count = Math.max(1, number(object(old, PROPERTIES), "count"));
    ArmReply shown =
        begin(
            pool,
            old,
            "UpgradingNodeImageVersion",
            node.multipliedBy(count),
            properties -> properties.addProperty("nodeImageVersion", image),
            azure);
    return new ArmReply(202, shown.body(), shown.headers());
  }

  @FunctionalInterface
  private interface Ending {
    void of(JsonObject properties);
  }

  private ArmReply begin(
      ArmPath path,
      JsonObject next,
      String state,
      Duration takes,
      Ending ending,
      ArmResources azure) {
    object(next, PROPERTIES).addProperty(STATE, state);
    object(next, PROPERTIES).remove("status");
    azure.put(path.text(), next);
    String reason = failure;
    failure = null;
    azure.later(
        takes,
        () ->
            azure
                .find(path.text())
                .ifPresent(
                    now -> {
                      JsonObject properties = object(now, PROPERTIES);
                      if (reason == null) {
                        properties.addProperty(STATE, "Succeeded");
                        ending.of(properties);
                      } else {
                        properties.addProperty(STATE, "Failed");
                        JsonObject error = new JsonObject();
                        error.addProperty("code", "UpgradeFailed");
                        error.addProperty("message", reason);
                        JsonObject status = new JsonObject();
                        status.add("provisioningError", error);
                        properties.add("status", status);
                      }
                      azure.put(path.text(), now);
                    }));
    return ArmReply.of(200, next)
        .with(
            "Azure-AsyncOperation",
            "https://management.azure.com/subscriptions/x/providers/Microsoft.ContainerService/locations/westeurope/operations/1?api-version=2025-09-01");
  }

  /** The body counts, but for what Azure alone tells. */
  private static JsonObject merged(JsonObject old, JsonObject body) {
    JsonObject next = body.deepCopy();
    JsonObject properties = object(next, PROPERTIES);
    JsonObject was = object(old, PROPERTIES);
    for (String key : READ_ONLY) {
      properties.remove(key);
      if (was.has(key)) {
        properties.add(key, was.get(key));
      }
    }
    next.add(PROPERTIES, properties);
    next.remove("eTag");
    if (old.has("systemData")) {
      next.add("systemData", old.get("systemData"));
    }
    return next;
  }

  private ArmReply clusterProfile(ArmPath path, ArmResources azure) {
    JsonObject cluster = azure.find(cluster(path.text())).orElse(null);
    if (cluster == null) {
      return ArmReply.error(404, "ResourceNotFound", "The cluster was not found.");
    }
    String at = text(object(cluster, PROPERTIES), "currentKubernetesVersion");
    JsonObject plane = new JsonObject();
    plane.addProperty("kubernetesVersion", at);
    plane.addProperty("osType", "Linux");
    plane.add("upgrades", upgrades(at, null));
    JsonObject properties = new JsonObject();
    properties.add("controlPlaneProfile", plane);
    properties.add("agentPoolProfiles", new JsonArray());
    return profile(path, properties);
  }

  private ArmReply poolProfile(ArmPath path, ArmResources azure) {
    String id =
        path.text().substring(0, path.text().toLowerCase(Locale.ROOT).lastIndexOf(PROFILES));
    JsonObject pool = azure.find(id).orElse(null);
    if (pool == null) {
      return ArmReply.error(404, "NotFound", "Could not find the agent pool.");
    }
    JsonObject cluster = azure.find(cluster(id)).orElseThrow();
    JsonObject properties = new JsonObject();
    properties.addProperty(
        "kubernetesVersion", text(object(pool, PROPERTIES), "currentOrchestratorVersion"));
    properties.addProperty("osType", "Linux");
    properties.add(
        "upgrades",
        upgrades(
            text(object(pool, PROPERTIES), "currentOrchestratorVersion"),
            text(object(cluster, PROPERTIES), "currentKubernetesVersion")));
    properties.addProperty("latestNodeImageVersion", image);
    return profile(path, properties);
  }

  private static ArmReply profile(ArmPath path, JsonObject properties) {
    JsonObject profile = new JsonObject();
    profile.addProperty("id", path.text());
    profile.addProperty("name", "default");
    profile.addProperty("type", path.type());
    profile.add(PROPERTIES, properties);
    return ArmReply.of(200, profile);
  }

  private JsonElement upgrades(String at, @Nullable String most) {
    JsonArray upgrades = new JsonArray();
    for (String version : versions) {
      String plain = version.replace("-preview", "");
      if (compare(plain, at) > 0
          && !skips(at, plain)
          && (most == null || compare(plain, most) <= 0)) {
        JsonObject upgrade = new JsonObject();
        upgrade.addProperty("kubernetesVersion", plain);
        if (!plain.equals(version)) {
          upgrade.addProperty("isPreview", true);
        }
        upgrades.add(upgrade);
      }
    }
    // AKS leaves the list out where there is nothing in it.
    return upgrades.isEmpty() ? com.google.gson.JsonNull.INSTANCE : upgrades;
  }

  private static boolean skips(String from, String to) {
    return minor(to) > minor(from) + 1 || compare(to, from) < 0;
  }

  private static int minor(String version) {
    return Integer.parseInt(version.split("\\.", -1)[1]);
  }

  private static int compare(String one, String two) {
    String[] a = one.split("\\.", -1);
    String[] b = two.split("\\.", -1);
    for (int i = 0; i < 3; i++) {
      int difference = Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static String cluster(String id) {
    int at =
        id.toLowerCase(Locale.ROOT).indexOf("/managedclusters/") + "/managedclusters/".length();
    int end = id.indexOf('/', at);
    return end < 0 ? id : id.substring(0, end);
  }

  private static String state(JsonObject resource) {
    String state = text(object(resource, PROPERTIES), STATE);
    return state.isEmpty() ? "Succeeded" : state;
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static int number(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value ? value.getAsInt() : 0;
  }
}
