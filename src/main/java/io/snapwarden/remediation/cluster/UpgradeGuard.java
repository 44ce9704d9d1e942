package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.Scene.Touch;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold before anything is upgraded. AKS does one thing at a time to a cluster; and where
 * an upgrade has stopped half-way, any PUT takes it up again, which is for people to decide.
 */
final class UpgradeGuard {

  /** A control plane takes some ten minutes, a node some five: no need to look more often. */
  static final Duration AGAIN = Duration.ofMinutes(3);

  /** How long a change may take to show. */
  private static final Duration SLACK = Duration.ofMinutes(5);

  private static final Set<String> AT_REST = Set.of("", "succeeded", "failed", "canceled");

  private UpgradeGuard() {}

  static boolean atRest(String provisioningState) {
    return AT_REST.contains(provisioningState.toLowerCase(Locale.ROOT));
  }

  /** Whether AKS is at work on it or on any of its pools, told by one read. */
  static Optional<Plan> busy(Live cluster) {
    if (!atRest(cluster.provisioningState())) {
      return Optional.of(
          waiting("the cluster " + cluster.id().name(), cluster.provisioningState()));
    }
    for (JsonObject pool : Fields.objects(cluster.properties(), "agentPoolProfiles")) {
      String state = Fields.text(pool, "provisioningState");
      if (!atRest(state)) {
        return Optional.of(waiting("the pool " + Plain.text(Fields.text(pool, "name"), 40), state));
      }
    }
    return Optional.empty();
  }

  private static Plan waiting(String what, String state) {
    return Plan.settled(
        new Outcome.Waiting(
            "Azure is at work on %s: %s".formatted(what, Plain.text(state, 40)), AGAIN));
  }

  /** Why nothing may be upgraded, or not yet. */
  static Optional<Plan> obstacle(Scene scene, ClusterParts parts) {
    List<String> unknown = new ArrayList<>(scene.options().texts(UpgradeSpecs.POOLS.key()));
    parts.pools().forEach(pool -> unknown.remove(pool.id().name()));
    if (!unknown.isEmpty()) {
      return refused("%s has no pool %s".formatted(parts.name(), String.join(", ", unknown)));
    }
    if (parts.controlPlane().stopped()) {
      return refused("the cluster %s is stopped: start it first".formatted(parts.name()));
    }
    for (Part part : parts.all()) {
      Optional<Plan> obstacle =
          Readiness.obstacle(scene, part.id(), part.live().json(), part.what(), AGAIN)
              .or(() -> unfinished(scene, part));
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  /** At rest, and not where it was to go. */
  private static Optional<Plan> unfinished(Scene scene, Part part) {
    if (part.unmet().isEmpty()) {
      return Optional.empty();
    }
    String what = "the upgrade of %s to %s".formatted(part.what(), part.unmet());
    Optional<Touch> ours = scene.touched(part.id());
    if (ours.isEmpty()) {
      return refused(
          what + " was left unfinished, and any change would go on with it: finish it first");
    }
    boolean fresh = ours.get().until().plus(SLACK).isAfter(scene.now());
    return Optional.of(
        Plan.settled(
            fresh
                ? new Outcome.Waiting(what + " does not show yet", AGAIN)
                : new Outcome.Failed(what + " came to rest unfinished: finish it by hand")));
  }

  private static Optional<Plan> refused(String why) {
    return Optional.of(Plan.settled(new Outcome.Refused(why)));
  }
}
