package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Originals.Original;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.util.List;
import java.util.Optional;

/**
 * Brings clusters one step further, or only tells what there is: {@code
 * ManagedClusters_CreateOrUpdate}, {@code AgentPools_CreateOrUpdate} and {@code
 * AgentPools_UpgradeNodeImageVersion} of api-version 2025-09-01, see {@link ClusterApi}. A planned
 * maintenance window holds back what AKS does by itself; an upgrade that is asked for goes ahead
 * whatever the window says.
 */
public final class UpgradeCluster implements Remediation {

  /** What of a resource an upgrade changes. */
  private static final List<String> UPGRADED =
      List.of(
          "kubernetesVersion",
          "currentKubernetesVersion",
          "orchestratorVersion",
          "currentOrchestratorVersion",
          "nodeImageVersion");

  private final Arm arm;

  public UpgradeCluster(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return UpgradeSpecs.UPGRADE;
  }

  @Override
  public Plan plan(Scene scene) {
    return Clusters.each(arm, scene, id -> plan(scene, id));
  }

  private Plan plan(Scene scene, ResourceId id) {
    Optional<Live> cluster = ClusterApi.read(arm, id);
    if (cluster.isEmpty()) {
      return Plan.settled(new Outcome.Refused("there is no cluster " + id.text()));
    }
    String to = scene.options().text(UpgradeSpecs.TO.key(), UpgradeSpecs.REPORT);
    if (to.equals(UpgradeSpecs.REPORT)) {
      return Plan.settled(
          new Outcome.Done(new UpgradeReport(arm).of(ClusterParts.read(arm, cluster.get()))));
    }
    Optional<Plan> busy = UpgradeGuard.busy(cluster.get());
    if (busy.isPresent()) {
      return busy.get();
    }
    ClusterParts parts = ClusterParts.read(arm, cluster.get());
    return UpgradeGuard.obstacle(scene, parts)
        .orElseGet(
            () ->
                to.equals(UpgradeSpecs.NODE_IMAGE)
                    ? new NodeImages(arm, scene).plan(parts)
                    : new NextVersion(arm, scene).plan(parts));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    for (Original original : Originals.of(before).inReverse()) {
      Optional<Live> live = ClusterApi.read(arm, original.id());
      if (live.isPresent() && upgraded(original, live.get())) {
        return Plan.settled(
            new Outcome.Refused(
                "%s was upgraded, and AKS goes back to no older version or node image: a new cluster, or a new node pool of the old version, would have to take its place; what it was is in the incident's evidence"
                    .formatted(original.id().name())));
      }
    }
    return Plan.settled(new Outcome.Done("nothing was upgraded"));
  }

  private static boolean upgraded(Original original, Live live) {
    JsonObject was = original.json().orElseGet(JsonObject::new);
    return !UpgradeGuard.atRest(live.provisioningState())
        || UPGRADED.stream()
            .anyMatch(
                name ->
                    !Fields.text(was, "properties", name)
                        .equals(Fields.text(live.json(), "properties", name)));
  }
}
