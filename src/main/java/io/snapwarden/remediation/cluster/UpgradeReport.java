package io.snapwarden.remediation.cluster;

import io.snapwarden.azure.Arm;
import io.snapwarden.remediation.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells in words what a cluster runs, and what AKS has that is newer. */
final class UpgradeReport {

  private static final int LONGEST = 100;

  private final Arm arm;

  UpgradeReport(Arm arm) {
    this.arm = arm;
  }

  String of(ClusterParts parts) {
    List<String> lines = new ArrayList<>();
    Part controlPlane = parts.controlPlane();
    Upgrades upgrades = Upgrades.ofControlPlane(arm, controlPlane.id());
    lines.add(about(controlPlane) + newer(controlPlane, upgrades));
    for (Part pool : parts.pools()) {
      lines.add(about(pool) + behind(pool, controlPlane) + image(pool));
    }
    for (String name : List.of("upgradeChannel", "nodeOSUpgradeChannel")) {
      if (!parts.channel(name).isEmpty()) {
        lines.add("AKS upgrades by itself: %s %s".formatted(name, parts.channel(name)));
      }
    }
    return String.join("; ", lines);
  }

  private static String about(Part part) {
    String state = part.live().provisioningState();
    return "%s runs %s%s%s"
        .formatted(
            part.what(),
            Plain.text(part.version(), LONGEST),
            part.unmet().isEmpty() ? "" : " (on its way to " + part.unmet() + ")",
            state.isEmpty() || state.equalsIgnoreCase("Succeeded")
                ? ""
                : " (" + Plain.text(state, LONGEST) + ")");
  }

  private static String newer(Part controlPlane, Upgrades upgrades) {
    Optional<KubernetesVersion> running = controlPlane.parsed();
    if (upgrades.versions().isEmpty() || running.isEmpty()) {
      return ", and AKS offers nothing newer";
    }
    List<String> found = new ArrayList<>();
    upgrades.patch(running.get()).ifPresent(patch -> found.add("the patch " + patch));
    upgrades.minor(running.get()).ifPresent(minor -> found.add("the next version " + minor));
    return found.isEmpty()
        ? ", and AKS offers only " + upgrades.versions() + ", which skips a minor version"
        : ", and AKS offers " + String.join(" and ", found);
  }

  private static String behind(Part pool, Part controlPlane) {
    return pool.version().equals(controlPlane.version()) ? "" : ", unlike the control plane";
  }

  private String image(Part pool) {
    String newest = Upgrades.ofPool(arm, pool.id()).image();
    if (newest.isEmpty()) {
      return "";
    }
    return newest.equals(pool.image())
        ? ", with the newest node image"
        : ", with node image %s where there is %s"
            .formatted(Plain.text(pool.image(), LONGEST), Plain.text(newest, LONGEST));
  }
}
