package io.snapwarden.remediation.cluster;

import io.snapwarden.azure.Arm;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives node pools the newest node image: {@code AgentPools_UpgradeNodeImageVersion}, see {@link
 * ClusterApi}. It replaces node after node, with the pool's own surge and drain settings.
 */
final class NodeImages {

  private final Arm arm;
  private final Scene scene;

  NodeImages(Arm arm, Scene scene) {
    this.arm = arm;
    this.scene = scene;
  }

  Plan plan(ClusterParts parts) {
    List<Change> changes = new ArrayList<>();
    List<String> old = new ArrayList<>();
    for (Part pool : parts.chosen(scene.options())) {
      outdated(pool)
          .ifPresent(
              image -> {
                changes.add(pool.toImage(image));
                old.add(pool.id().name());
              });
    }
    if (changes.isEmpty()) {
      return done(
          "the pools of %s have the newest node image%s"
              .formatted(parts.name(), parts.stoppedOnes()));
    }
    String channel = channel(parts);
    if (!channel.isEmpty() && !scene.options().flag(UpgradeSpecs.DESPITE_AUTO_UPGRADE.key())) {
      return done(
          "left to AKS, which renews the node images of %s itself (%s); not the newest yet: %s"
              .formatted(parts.name(), channel, String.join(", ", old)));
    }
    return new Plan.Changes(changes);
  }

  /** The image to go to; empty if this step went to one already, be there newer ones by now. */
  private Optional<String> outdated(Part pool) {
    boolean renewed =
        scene
            .known()
            .originals()
            .flatMap(originals -> originals.find(pool.id()))
            .flatMap(original -> original.json())
            .filter(was -> !Fields.text(was, "properties", "nodeImageVersion").equals(pool.image()))
            .isPresent();
    if (renewed) {
      return Optional.empty();
    }
    String newest = Upgrades.ofPool(arm, pool.id()).image();
    return newest.isEmpty() || newest.equals(pool.image()) ? Optional.empty() : Optional.of(newest);
  }

  private static String channel(ClusterParts parts) {
    if (parts.channel("upgradeChannel").equals("node-image")) {
      return "upgrade channel node-image";
    }
    return parts.channel("nodeOSUpgradeChannel").equals("nodeimage")
        ? "node OS upgrade channel NodeImage"
        : "";
  }

  private static Plan done(String what) {
    return Plan.settled(new Outcome.Done(what));
  }
}
