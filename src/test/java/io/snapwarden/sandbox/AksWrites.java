package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a PUT or a POST makes of clusters and their pools. */
final class AksWrites {

  private static final List<String> READ_ONLY =
      List.of(
          "provisioningState",
          "currentKubernetesVersion",
          "fqdn",
          "azurePortalFQDN",
          "privateFQDN",
          "maxAgentPools",
          "resourceUID",
          "status");
  private static final List<String> READ_ONLY_IN_POOLS =
      List.of(
          "provisioningState", "currentOrchestratorVersion", "nodeImageVersion", "eTag", "status");

  private final AksVersions versions;
  private final AksReads reads;
  private final AksWork work;
  private final Map<String, String> stoppedImages = new HashMap<>();
  private Duration controlPlaneTakes = Duration.ofMinutes(10);
  private Duration nodeTakes = Duration.ofMinutes(5);
  private Duration updateTakes = Duration.ofMinutes(2);

  AksWrites(AksVersions versions, AksReads reads, AksWork work) {
    this.versions = versions;
    this.reads = reads;
    this.work = work;
  }

  void takes(Duration controlPlane, Duration node, Duration update) {
    controlPlaneTakes = controlPlane;
    nodeTakes = node;
    updateTakes = update;
  }

  Optional<ArmReply> putCluster(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject old = azure.find(path.text()).orElse(null);
    JsonObject body = call.body();
    if (old == null || body == null) {
      return Optional.empty();
    }
    String id = old.get("id").getAsString();
    JsonObject was = AksPools.properties(old);
    JsonObject next = body.deepCopy();
    JsonObject wanted = AksPools.properties(next);
    Optional<ArmReply> refused =
        work.throttled(id, call.at())
            .or(() -> inTheWay(id, was, azure))
            .or(() -> clusterVersion(was, wanted))
            .or(() -> AksProfiles.refusal(id, was, wanted, azure));
    if (refused.isPresent()) {
      return refused;
    }
    Map<String, JsonObject> pools = AksProfiles.wanted(id, wanted, azure);
    readOnly(READ_ONLY, was, wanted);
    keep("powerState", was, wanted);
    keepIfLeftOut("kubernetesVersion", was, wanted);
    wanted.remove("agentPoolProfiles");
    keep("agentPoolProfiles", was, wanted);
    next.remove("eTag");
    next.add(
        "systemData",
        ArmStore.systemData(old, Objects.requireNonNull(call.principal()), call.at()));
    azure.put(id, next);
    pools.forEach(
        (pool, properties) -> {
          JsonObject before = AksPools.find(pool, azure).orElseThrow();
          readOnly(READ_ONLY_IN_POOLS, before, properties);
          keepIfLeftOut("orchestratorVersion", before, properties);
          if (!properties.equals(before)) {
            AksPools.save(pool, properties, azure);
          }
        });
    String goal = AksPools.text(wanted, "kubernetesVersion");
    boolean upgrade = !AksVersions.met(goal, AksPools.text(wanted, "currentKubernetesVersion"));
    work.begin(
        id,
        upgrade ? "Upgrading" : "Updating",
        upgrade ? controlPlaneTakes : updateTakes,
        properties -> {
          if (upgrade) {
            properties.addProperty("currentKubernetesVersion", versions.resolved(goal));
          }
          // Once its own work is done: what was stopped in its pools goes on, too.
          azure.later(Duration.ZERO, () -> resume(id, azure));
        },
        azure);
    return AksReads.cluster(path, azure).map(reply -> accepted(reply.status(), reply.body()));
  }

  private static Optional<ArmReply> inTheWay(String id, JsonObject cluster, ArmResources azure) {
    if (AksWork.busy(cluster)) {
      return Optional.of(AksWork.conflict("", cluster));
    }
    return AksPools.of(id, azure).entrySet().stream()
        .filter(pool -> AksWork.busy(pool.getValue()))
        .map(pool -> AksWork.conflict(nameOf(pool.getKey()), pool.getValue()))
        .findFirst();
  }

  private Optional<ArmReply> clusterVersion(JsonObject was, JsonObject wanted) {
    String goal = AksPools.text(wanted, "kubernetesVersion");
    return goal.isEmpty() || goal.equals(AksPools.text(was, "kubernetesVersion"))
        ? Optional.empty()
        : versions.refusal(AksReads.running(was), goal);
  }

  Optional<ArmReply> putPool(ArmCall call, ArmPath path, ArmResources azure) {
    String cluster = AksPools.clusterOf(path.text());
    JsonObject body = call.body();
    JsonObject parent = azure.find(cluster).orElse(null);
    JsonObject was = AksPools.find(path.text(), azure).orElse(null);
    if (parent == null || body == null || was == null) {
      return Optional.empty();
    }
    JsonObject wanted = AksPools.properties(body.deepCopy());
    String goal = AksPools.text(wanted, "orchestratorVersion");
    Optional<ArmReply> refused =
        work.throttled(cluster, call.at())
            .or(() -> busy(path.text(), was, parent))
            .or(() -> changedMeanwhile(call, path.text(), azure))
            .or(
                () ->
                    goal.isEmpty() || goal.equals(AksPools.text(was, "orchestratorVersion"))
                        ? Optional.empty()
                        : versions.refusal(
                            AksReads.running(was),
                            goal,
                            AksReads.controlPlane(path.text(), azure)));
    if (refused.isPresent()) {
      return refused;
    }
    readOnly(READ_ONLY_IN_POOLS, was, wanted);
    keepIfLeftOut("orchestratorVersion", was, wanted);
    AksPools.save(path.text(), wanted, azure);
    if (!resumePool(path.text(), wanted, azure)) {
      boolean scaling = whole(was, "count") != whole(wanted, "count");
      String state = scaling ? "Scaling" : "Updating";
      work.begin(path.text(), state, updateTakes, properties -> {}, azure);
    }
    return AksReads.pool(path.text(), azure).map(reply -> accepted(200, reply.body()));
  }

  private static Optional<ArmReply> busy(String id, JsonObject pool, JsonObject cluster) {
    if (AksWork.busy(pool)) {
      return Optional.of(AksWork.conflict(nameOf(id), pool));
    }
    JsonObject properties = AksPools.properties(cluster);
    return AksWork.busy(properties)
        ? Optional.of(AksWork.conflict("", properties))
        : Optional.empty();
  }

  private static Optional<ArmReply> changedMeanwhile(ArmCall call, String id, ArmResources azure) {
    String ifMatch = call.ifMatch();
    return ifMatch == null || ifMatch.equals(AksPools.etag(id, azure))
        ? Optional.empty()
        : Optional.of(ArmReply.error(412, "PreconditionFailed", "The ETag does not match."));
  }

  Optional<ArmReply> newImage(ArmPath path, ArmResources azure) {
    String id = AksReads.parent(path.text());
    JsonObject pool = AksPools.find(id, azure).orElse(null);
    if (pool == null) {
      return Optional.of(ArmReply.error(404, "NotFound", "Could not find the agent pool."));
    }
    Optional<ArmReply> busy = busy(id, pool, azure.find(AksPools.clusterOf(id)).orElseThrow());
    if (busy.isPresent()) {
      return busy;
    }
    stoppedImages.put(ArmPath.key(id), reads.latest(pool));
    resumePool(id, pool, azure);
    return AksReads.pool(id, azure).map(reply -> accepted(202, reply.body()));
  }

  /** What was stopped in a cluster's pools goes on. */
  private void resume(String clusterId, ArmResources azure) {
    AksPools.of(clusterId, azure)
        .forEach(
            (id, pool) -> {
              if (!AksWork.busy(pool)) {
                resumePool(id, pool, azure);
              }
            });
  }

  /** Brings a pool to what it is wanted to be; false if it is that already. */
  private boolean resumePool(String id, JsonObject pool, ArmResources azure) {
    String goal = AksPools.text(pool, "orchestratorVersion");
    @Nullable String image = stoppedImages.get(ArmPath.key(id));
    boolean upgrade = !AksVersions.met(goal, AksReads.running(pool));
    if (!upgrade && image == null) {
      return false;
    }
    Consumer<JsonObject> well =
        properties -> {
          properties.addProperty("nodeImageVersion", reads.latest(properties));
          stoppedImages.remove(ArmPath.key(id));
          if (upgrade) {
            properties.addProperty("currentOrchestratorVersion", versions.resolved(goal));
          }
        };
    work.begin(
        id,
        upgrade ? "Upgrading" : "UpgradingNodeImageVersion",
        nodeTakes.multipliedBy(Math.max(1, whole(pool, "count"))),
        well,
        azure);
    return true;
  }

  private static void readOnly(List<String> names, JsonObject was, JsonObject wanted) {
    names.forEach(name -> keep(name, was, wanted));
  }

  private static void keep(String name, JsonObject was, JsonObject wanted) {
    wanted.remove(name);
    keepIfLeftOut(name, was, wanted);
  }

  private static void keepIfLeftOut(String name, JsonObject was, JsonObject wanted) {
    if (!wanted.has(name) && was.has(name)) {
      wanted.add(name, was.get(name).deepCopy());
    }
  }

  private static int whole(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive number ? number.getAsInt() : 0;
  }

  private static ArmReply accepted(int status, @Nullable JsonElement body) {
    return ArmReply.of(status, body)
        .with(
            "Azure-AsyncOperation",
            "https://management.azure.com/providers/Microsoft.ContainerService/locations/westeurope/operations/%s?api-version=2025-09-01"
                .formatted(UUID.randomUUID()));
  }

  private static String nameOf(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
