package io.snapwarden.remediation.cluster;

import io.snapwarden.azure.Arm;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Originals.Original;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a cluster one version further: first the control plane, for no pool may be newer, then the
 * pools one after another. AKS skips no minor version of a control plane or of a pool; so a pool
 * that is further behind goes in several steps. An API that the next version no longer has is for
 * AKS to find, which then refuses the upgrade.
 */
final class NextVersion {

  private static final Set<String> UPGRADES_VERSIONS = Set.of("rapid", "stable");

  private final Arm arm;
  private final Scene scene;

  NextVersion(Arm arm, Scene scene) {
    this.arm = arm;
    this.scene = scene;
  }

  Plan plan(ClusterParts parts) {
    Optional<Originals> originals = scene.known().originals();
    if (originals.isEmpty()) {
      return refused(
          "the evidence of what the cluster was is missing, so whether its step was taken cannot be told");
    }
    Optional<Part> unclear =
        parts.all().stream().filter(part -> part.parsed().isEmpty()).findFirst();
    if (unclear.isPresent()) {
      return refused(unclear.get().what() + " does not say which version it runs");
    }
    Part controlPlane = parts.controlPlane();
    KubernetesVersion running = controlPlane.parsed().orElseThrow();
    Upgrades upgrades =
        taken(parts, originals.get(), running)
            ? new Upgrades(List.of(), "")
            : Upgrades.ofControlPlane(arm, controlPlane.id());
    KubernetesVersion to = upgrades.next(running).orElse(running);
    if (to.equals(running) && !upgrades.versions().isEmpty()) {
      return refused(
          "%s runs %s, and AKS offers only %s, which skips a minor version: that is for people to do"
              .formatted(controlPlane.what(), running, upgrades.versions()));
    }
    Optional<Plan> left = leftToAks(parts, running, to);
    if (left.isPresent()) {
      return left.get();
    }
    List<Change> changes = new ArrayList<>();
    if (!to.equals(running)) {
      changes.add(controlPlane.to(to));
    }
    for (Part pool : parts.chosen(scene.options())) {
      Optional<List<Change>> way = way(pool, to);
      if (way.isEmpty()) {
        return refused(
            "%s runs %s, and AKS offers it nothing on the way to %s"
                .formatted(pool.what(), Plain.text(pool.version(), 40), to));
      }
      changes.addAll(way.get());
    }
    return changes.isEmpty() ? done(parts, to) : new Plan.Changes(changes);
  }

  /** Whether this step has nothing more to do for the control plane, whatever is offered by now. */
  private static boolean taken(ClusterParts parts, Originals originals, KubernetesVersion running) {
    Optional<Original> cluster = originals.find(parts.controlPlane().id());
    if (cluster.isPresent()) {
      return !cluster
          .flatMap(Original::json)
          .map(was -> Fields.text(was, "properties", "currentKubernetesVersion"))
          .orElse("")
          .equals(running.toString());
    }
    return parts.pools().stream().anyMatch(pool -> originals.find(pool.id()).isPresent());
  }

  private Optional<Plan> leftToAks(
      ClusterParts parts, KubernetesVersion running, KubernetesVersion to) {
    String channel = parts.channel("upgradeChannel");
    boolean itself =
        UPGRADES_VERSIONS.contains(channel) || (channel.equals("patch") && to.sameMinor(running));
    if (!itself || scene.options().flag(UpgradeSpecs.DESPITE_AUTO_UPGRADE.key())) {
      return Optional.empty();
    }
    return Optional.of(
        Plan.settled(
            new Outcome.Done(
                "left to AKS, which upgrades %s itself (upgrade channel %s); it runs %s%s"
                    .formatted(
                        parts.name(),
                        channel,
                        running,
                        to.equals(running) ? "" : ", and could run " + to))));
  }

  /** The steps of a pool as far as they can be foreseen; empty if there is no first one. */
  private Optional<List<Change>> way(Part pool, KubernetesVersion to) {
    List<Change> steps = new ArrayList<>();
    KubernetesVersion at = pool.parsed().orElseThrow();
    if (at.compareTo(to) >= 0) {
      return Optional.of(steps);
    }
    Part now = pool;
    if (!to.sameMinor(at) && !to.nextMinorOf(at)) {
      Optional<KubernetesVersion> between = Upgrades.ofPool(arm, pool.id()).minor(at);
      if (between.isEmpty()) {
        return Optional.empty();
      }
      at = between.get();
      steps.add(now.to(at));
      now = now.at(at);
    }
    if (to.sameMinor(at) || to.nextMinorOf(at)) {
      steps.add(now.to(to));
    }
    return Optional.of(steps);
  }

  private Plan done(ClusterParts parts, KubernetesVersion to) {
    return Plan.settled(
        new Outcome.Done(
            "%s runs %s, and so do its pools%s"
                .formatted(
                    parts.name(),
                    to,
                    scene.options().has(UpgradeSpecs.POOLS.key())
                        ? " as far as the policy names them" + parts.stoppedOnes()
                        : parts.stoppedOnes())));
  }

  private static Plan refused(String why) {
    return Plan.settled(new Outcome.Refused(why));
  }
}
