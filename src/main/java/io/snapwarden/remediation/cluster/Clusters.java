package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.snapshot.SnapshotApi;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The clusters that a remediation is about: those that the policy names, or else the one that the
 * snapshot was taken of. {@code properties.creationData.sourceResourceId} of a node pool's snapshot
 * is an agent pool, that of a cluster's snapshot a cluster ({@code CreationData} of
 * azure-rest-api-specs, see {@link SnapshotApi}).
 *
 * <p>Whoever writes a snapshot chooses its source. So one in another subscription than the snapshot
 * counts only if the policy names it.
 */
public final class Clusters {

  private static final String NAME_THEM = "; name the cluster in the option \"clusters\"";

  private Clusters() {}

  /** What to do to each of them, taken together. */
  public static Plan each(Arm arm, Scene scene, Function<ResourceId, Plan> plan) {
    List<ResourceId> named = scene.options().ids(ClusterSpecs.CLUSTERS.key());
    if (!named.isEmpty()) {
      return Plan.together(named.stream().map(plan).toList());
    }
    Optional<JsonObject> snapshot = snapshot(arm, scene);
    if (snapshot.isEmpty()) {
      return refused("the snapshot is gone, and was never seen, so its cluster is not known");
    }
    String source = Fields.text(snapshot.get(), "properties", "creationData", "sourceResourceId");
    if (source.isEmpty()) {
      return refused("the snapshot does not say of which cluster it was taken");
    }
    Optional<ResourceId> cluster = ResourceId.parse(source).flatMap(Clusters::clusterOf);
    if (cluster.isEmpty()) {
      return refused("the snapshot's source is no cluster and no node pool");
    }
    if (!cluster.get().subscription().equals(scene.write().target().subscription())) {
      return refused("the snapshot's source lies in another subscription than the snapshot");
    }
    return plan.apply(cluster.get());
  }

  /** As it is now; if it is gone, as this incident saw it first. */
  private static Optional<JsonObject> snapshot(Arm arm, Scene scene) {
    Optional<JsonObject> live = SnapshotApi.json(arm, scene.write());
    live.ifPresent(scene.known()::keep);
    return live.isPresent() ? live : scene.known().snapshot();
  }

  private static Optional<ResourceId> clusterOf(ResourceId source) {
    if (source.isA(ClusterSpecs.TYPE)) {
      return Optional.of(source);
    }
    return source.isA(ClusterSpecs.POOL_TYPE) ? Optional.of(source.parent()) : Optional.empty();
  }

  private static Plan refused(String why) {
    return Plan.settled(new Outcome.Refused(why + NAME_THEM));
  }
}
