package io.snapwarden.remediation.scale;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.ClusterSpecs;
import io.snapwarden.remediation.cluster.Clusters;
import java.util.ArrayList;
import java.util.List;

/**
 * Scales by one step, and an incident only once: what a step brought is for the next incident to
 * see, after the cooldown. See {@link Pools} and {@link Instances}.
 */
public final class ScaleOnUtilization implements Remediation {

  private final Arm arm;
  private final Pools pools;
  private final Instances instances;

  public ScaleOnUtilization(Arm arm) {
    this.arm = arm;
    Metrics metrics = new Metrics(arm);
    this.pools = new Pools(arm, metrics);
    this.instances = new Instances(arm, metrics);
  }

  @Override
  public RemediationSpec spec() {
    return ScaleSpecs.SCALE;
  }

  @Override
  public Plan plan(Scene scene) {
    List<ResourceId> ngroups = scene.options().ids(ScaleSpecs.NGROUPS);
    List<ResourceId> groups = scene.options().ids(ScaleSpecs.CONTAINER_GROUPS);
    List<Plan> plans = new ArrayList<>();
    ngroups.forEach(id -> plans.add(instances.plan(scene, id)));
    groups.forEach(id -> plans.add(instances.advise(scene, id)));
    boolean clusters = scene.options().has(ClusterSpecs.CLUSTERS.key());
    if (clusters || plans.isEmpty()) {
      plans.add(Clusters.each(arm, scene, cluster -> pools.plan(scene, cluster)));
    }
    return Plan.together(plans);
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    List<Plan> plans = new ArrayList<>();
    for (Originals.Original original : Originals.of(before).inReverse()) {
      plans.add(
          original.id().isA(ScaleSpecs.NGROUP_TYPE)
              ? instances.undo(scene, original)
              : pools.undo(scene, original));
    }
    return plans.isEmpty()
        ? Plan.settled(new Outcome.Done("nothing was scaled"))
        : Plan.together(plans);
  }
}
