package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Brings a cluster to newer software, or tells what there is: {@code
 * ManagedClusters_GetUpgradeProfile}, {@code ManagedClusters_CreateOrUpdate}, {@code
 * AgentPools_GetUpgradeProfile}, {@code AgentPools_CreateOrUpdate} and {@code
 * AgentPools_UpgradeNodeImageVersion}, see {@link ClusterApi}.
 *
 * <p>One step of one minor version for an incident: the control plane first, then one pool after
 * another, those of the system before the others. A maintenance window holds back what AKS does by
 * itself, and nothing that is asked for ("Use planned maintenance", Microsoft Learn). An upgrade
 * that somebody else began and that stopped, as after a node that could not be drained, would be
 * taken up by any change; so then nothing is changed.
 */
public final class UpgradeCluster implements Remediation {

  /** About ten minutes for a control plane, five to ten for a node. */
  private static final Duration AGAIN = Duration.ofMinutes(2);

  private static final String IMAGES = "node-image";
  private static final String WANTED = "kubernetesVersion";
  private static final String CURRENT = "currentKubernetesVersion";
  private static final String POOL_WANTED = "orchestratorVersion";
  private static final String POOL_CURRENT = "currentOrchestratorVersion";

  private final Arm arm;
  private final Upgrades upgrades;

  public UpgradeCluster(Arm arm) {
    this.arm = arm;
    this.upgrades = new Upgrades(arm);
  }

  @Override
  public RemediationSpec spec() {
    return UpgradeSpecs.UPGRADE;
  }

  @Override
  public Plan plan(Scene scene) {
    return Clusters.each(arm, scene, cluster -> plan(scene, cluster));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    return Plan.settled(
        before.isEmpty()
            ? new Outcome.Done("nothing was upgraded")
            : new Outcome.Refused(
                "an upgrade cannot be taken back: AKS has no way to an older version or node image"));
  }

  private Plan plan(Scene scene, ResourceId id) {
    Optional<Live> found = ClusterApi.read(arm, id);
    if (found.isEmpty()) {
      return Plan.settled(new Outcome.Done("the cluster " + id.name() + " is gone"));
    }
    Live cluster = found.get();
    String to = scene.options().text(UpgradeSpecs.TO, UpgradeSpecs.REPORT);
    if (to.equals(UpgradeSpecs.REPORT)) {
      return Plan.settled(new Outcome.Done(upgrades.report(cluster, pools(id))));
    }
    Optional<Plan> obstacle = obstacle(scene, cluster, "the cluster " + id.name(), WANTED, CURRENT);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    List<Live> pools = pools(id);
    for (Live pool : pools) {
      Optional<Plan> busy =
          obstacle(scene, pool, "the node pool " + pool.id().name(), POOL_WANTED, POOL_CURRENT);
      if (busy.isPresent()) {
        return busy.get();
      }
    }
    return to.equals(IMAGES) ? images(cluster, pools) : versions(scene, cluster, pools);
  }

  private Optional<Plan> obstacle(
      Scene scene, Live live, String what, String wanted, String current) {
    Optional<Plan> state = Readiness.obstacle(scene, live.id(), live.json(), what, AGAIN);
    if (state.isPresent()) {
      return state;
    }
    String power = Fields.text(live.properties(), "powerState", "code");
    if (power.equalsIgnoreCase("Stopped")) {
      return refused(what + " is stopped: start it first");
    }
    String asked = Fields.text(live.properties(), wanted);
    String is = Fields.text(live.properties(), current);
    boolean halfway = Version.parse(asked).isPresent() && !is.isEmpty() && !asked.equals(is);
    return halfway
        ? refused(
            "an upgrade of %s from %s to %s was begun and did not end, and any change would take it up"
                .formatted(what, is, asked))
        : Optional.empty();
  }

  private static Optional<Plan> refused(String why) {
    return Optional.of(Plan.settled(new Outcome.Refused(why)));
  }

  private Plan images(Live cluster, List<Live> pools) {
    String channel =
        Fields.text(cluster.properties(), "autoUpgradeProfile", "nodeOSUpgradeChannel");
    if (channel.equalsIgnoreCase("NodeImage")) {
      return Plan.settled(
          new Outcome.Done(
              "AKS keeps the node images of %s current by itself".formatted(cluster.id().name())));
    }
    List<Change> changes = new ArrayList<>();
    for (Live pool : pools) {
      upgrades
          .newerImage(pool)
          .ifPresent(latest -> changes.add(newImage(cluster.id(), pool, latest)));
    }
    return changes.isEmpty()
        ? Plan.settled(
            new Outcome.Done("the node images of %s are the latest".formatted(cluster.id().name())))
        : new Plan.Changes(changes);
  }

  private static Change newImage(ResourceId cluster, Live pool, String latest) {
    JsonObject after = pool.json().deepCopy();
    after.getAsJsonObject("properties").addProperty("nodeImageVersion", latest);
    return new Change(
        "give the nodes of the pool %s of %s the newest image: each is drained and made anew"
            .formatted(pool.id().name(), cluster.name()),
        pool.id().text(),
        pool.json(),
        after,
        new ArmRequest(
            Method.POST,
            pool.id().text() + "/upgradeNodeImageVersion",
            ClusterApi.VERSION,
            null,
            null));
  }

  private Plan versions(Scene scene, Live cluster, List<Live> pools) {
    Optional<Originals> originals = scene.known().originals();
    if (originals.isEmpty()) {
      return Plan.settled(
          new Outcome.Failed("what it was before is missing in the evidence; nothing is guessed"));
    }
    Version is = version(cluster, CURRENT);
    Version was =
        originals
            .get()
            .find(cluster.id())
            .flatMap(Originals.Original::json)
            .map(json -> version(new Live(cluster.id(), json, null), CURRENT))
            .orElse(is);
    Optional<Version> next = is.equals(was) ? upgrades.next(cluster) : Optional.empty();
    Version plane = next.orElse(is);
    List<Change> changes = new ArrayList<>();
    next.ifPresent(version -> changes.add(plane(cluster, is, version)));
    for (Live pool : pools) {
      upgrades
          .towards(pool, version(pool, POOL_CURRENT), plane)
          .ifPresent(version -> changes.add(pool(cluster.id(), pool, version)));
    }
    return changes.isEmpty()
        ? Plan.settled(
            new Outcome.Done(
                "the cluster %s and its pools are at %s".formatted(cluster.id().name(), is)))
        : new Plan.Changes(changes);
  }

  private static Change plane(Live cluster, Version from, Version to) {
    return ClusterApi.put(
        "upgrade the control plane of %s from %s to %s; there is no way back"
            .formatted(cluster.id().name(), from, to),
        cluster,
        properties -> properties.addProperty(WANTED, to.text()));
  }

  private static Change pool(ResourceId cluster, Live pool, Version to) {
    return ClusterApi.put(
        "upgrade the node pool %s of %s to %s: each node is drained and made anew"
            .formatted(pool.id().name(), cluster.name(), to),
        pool,
        properties -> properties.addProperty(POOL_WANTED, to.text()));
  }

  private static Version version(Live live, String field) {
    String text = Fields.text(live.properties(), field);
    return Version.parse(text).orElseThrow(() -> ClusterApi.odd(live, field, text));
  }

  /** Those of the system first: the add-ons run there. */
  private List<Live> pools(ResourceId cluster) {
    return ClusterApi.pools(arm, cluster).stream()
        .sorted(
            Comparator.comparing(
                    (Live pool) ->
                        !Fields.text(pool.properties(), "mode").equalsIgnoreCase("System"))
                .thenComparing(pool -> pool.id().name()))
        .toList();
  }
}
