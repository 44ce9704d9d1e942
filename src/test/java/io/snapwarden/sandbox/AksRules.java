package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * AKS clusters and node pools as Azure treats them: work takes its time, one at a time, and may
 * stop half-way; versions follow upon one another; a PUT replaces all that is not read-only. Set it
 * up before the requests come: it is read under the monitor of the simulated Resource Manager.
 */
public final class AksRules implements ArmRules {

  private static final String CLUSTERS = "microsoft.containerservice/managedclusters";
  private static final String POOLS = CLUSTERS + "/agentpools";
  private static final String UPGRADES = CLUSTERS + "/upgradeprofiles";
  private static final String POOL_UPGRADES = POOLS + "/upgradeprofiles";
  private static final String NEW_POOLS = CLUSTERS + "/availableagentpoolversions";
  private static final String NEW_IMAGE = POOLS + "/upgradenodeimageversion";

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

  private final AksVersions versions = new AksVersions();
  private final AksReads reads = new AksReads(versions);
  private final AksWork work = new AksWork();
  private final Map<String, String> stoppedImages = new HashMap<>();
  private Duration controlPlaneTakes = Duration.ofMinutes(10);
  private Duration nodeTakes = Duration.ofMinutes(5);
  private Duration updateTakes = Duration.ofMinutes(2);

  public AksRules() {
    offers("1.30.9", "1.31.4", "1.31.7", "1.32.2", "1.32.3");
    previews("1.33.0");
  }

  /** These versions, besides those that it has already. */
  public AksRules offers(String... more) {
    List.of(more).forEach(each -> versions.offer(each, false));
    return this;
  }

  /** These, too, but as a preview. */
  public AksRules previews(String... more) {
    List.of(more).forEach(each -> versions.offer(each, true));
    return this;
  }

  /** To a control plane of whatever version, as AKS does once the present one is out of support. */
  public AksRules offersAnyway(String version) {
    versions.offerAnyway(version);
    return this;
  }

  /** Only what is offered from now on. */
  public AksRules offersNothing() {
    versions.forget();
    return this;
  }

  /** The newest node images end so; what comes before names the operating system. */
  public AksRules latestImage(String ending) {
    reads.latestImage(ending);
    return this;
  }

  public AksRules takes(Duration controlPlane, Duration node, Duration update) {
    controlPlaneTakes = controlPlane;
    nodeTakes = node;
    updateTakes = update;
    return this;
  }

  /** The next work takes this long, whatever it is. */
  public AksRules nextTakes(Duration time) {
    work.nextTakes(time);
    return this;
  }

  /** Everything is over at once, or nearly: for those who watch. */
  public AksRules hurry() {
    return takes(Duration.ofMillis(1500), Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  /** The next work, whatever it is on, stops before its end. */
  public AksRules failNext(String reason) {
    work.endsBadly("", "Failed", "UpgradeFailed", reason);
    return this;
  }

  /**
   * The next work on this cluster or pool stops before its end; an upgrade goes on with the next
   * PUT, whatever it is for.
   *
   * @param state {@code Failed} or {@code Canceled}
   */
  public AksRules nextStops(String id, String state, String code, String message) {
    work.endsBadly(id, state, code, message);
    return this;
  }

  @Override
  public Collection<String> types() {
    return List.of(CLUSTERS, POOLS, UPGRADES, POOL_UPGRADES, NEW_POOLS, NEW_IMAGE);
  }

  @Override
  public List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    return call.method().equals("PUT") ? AksLinks.of(call.body()) : List.of();
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    String what = call.method() + " " + path.typeKey();
    return switch (what) {
      case "GET " + CLUSTERS ->
          path.collection() ? AksReads.clusters(path, azure) : AksReads.cluster(path, azure);
      case "PUT " + CLUSTERS -> putCluster(call, path, azure);
      case "GET " + POOLS ->
          path.collection() ? AksReads.pools(path, azure) : AksReads.pool(path.text(), azure);
      case "PUT " + POOLS -> putPool(call, path, azure);
      case "GET " + UPGRADES -> reads.upgrades(path, azure);
      case "GET " + POOL_UPGRADES -> reads.poolUpgrades(path, azure);
      case "GET " + NEW_POOLS -> reads.newPools(path, azure);
      case "POST " + NEW_IMAGE -> newImage(path, azure);
      default -> Optional.empty();
    };
  }

  private Optional<ArmReply> putCluster(ArmCall call, ArmPath path, ArmResources azure) {
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

  private Optional<ArmReply> putPool(ArmCall call, ArmPath path, ArmResources azure) {
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

  private Optional<ArmReply> newImage(ArmPath path, ArmResources azure) {
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
