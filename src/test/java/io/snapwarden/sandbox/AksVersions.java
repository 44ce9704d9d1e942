package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which versions of Kubernetes the simulated AKS has, and which may follow upon which. */
final class AksVersions {

  private final TreeSet<AksVersion> offered = new TreeSet<>();
  private final TreeSet<AksVersion> anyway = new TreeSet<>();

  void offer(String version, boolean preview) {
    offered.add(AksVersion.of(version, preview));
  }

  void offerAnyway(String version) {
    offer(version, false);
    anyway.add(AksVersion.of(version, false));
  }

  void forget() {
    offered.clear();
    anyway.clear();
  }

  /** What a wanted version comes down to: itself, or the newest patch of an alias. */
  String resolved(String wanted) {
    return wanted.chars().filter(c -> c == '.').count() != 1
        ? wanted
        : offered.stream()
            .filter(each -> each.alias().equals(wanted) && !each.preview())
            .reduce((first, second) -> second)
            .map(AksVersion::text)
            .orElse(wanted);
  }

  /** Whether what runs is what is wanted, be it by an alias. */
  static boolean met(String wanted, String running) {
    return wanted.isEmpty() || wanted.equals(running) || running.startsWith(wanted + ".");
  }

  /** What may come next; never more than one minor version further. */
  List<AksVersion> next(String running) {
    AksVersion now = AksVersion.of(running, false);
    return offered.stream()
        .filter(each -> each.compareTo(now) > 0)
        .filter(each -> each.minor() <= now.minor() + 1 || anyway.contains(each))
        .toList();
  }

  /** Why the control plane may not go there. */
  Optional<ArmReply> refusal(String running, String wanted) {
    String to = resolved(wanted);
    if (offered.stream().noneMatch(each -> each.text().equals(to))) {
      return Optional.of(
          ArmReply.error(
              400,
              "K8sVersionNotSupported",
              "Version %s is not supported in this region. Please use [az aks get-versions] command to get the supported version list."
                  .formatted(wanted)));
    }
    return next(running).stream().anyMatch(each -> each.text().equals(to))
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                400,
                "OperationNotAllowed",
                "Upgrading Kubernetes version %s to %s is not allowed. Available upgrades: %s."
                    .formatted(running, wanted, texts(running))));
  }

  /** Why a pool may not go there. */
  Optional<ArmReply> refusal(String running, String wanted, String controlPlane) {
    AksVersion to = AksVersion.of(resolved(wanted), false);
    if (to.compareTo(AksVersion.of(controlPlane, false)) > 0) {
      return Optional.of(
          ArmReply.error(
              400,
              "NodePoolMcVersionIncompatible",
              "Node pool version %s and control plane version %s are incompatible. The node pool version is bigger than the control plane version."
                  .formatted(to.text(), controlPlane)));
    }
    return next(running).stream().anyMatch(each -> each.text().equals(to.text()))
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                400,
                "AgentPoolUpgradeVersionNotAllowed",
                "Upgrade agent pool version from %s to %s is not allowed, you can only upgrade one minor version at a time."
                    .formatted(running, wanted)));
  }

  /** As in an upgrade profile; without the list where there is nothing to list. */
  JsonObject profile(String running, String highest) {
    JsonObject profile = new JsonObject();
    profile.addProperty("kubernetesVersion", running);
    profile.addProperty("osType", "Linux");
    JsonArray upgrades = new JsonArray();
    for (AksVersion each : next(running)) {
      if (highest.isEmpty() || each.compareTo(AksVersion.of(highest, false)) <= 0) {
        upgrades.add(shown(each));
      }
    }
    if (!upgrades.isEmpty()) {
      profile.add("upgrades", upgrades);
    }
    return profile;
  }

  /** What new pools may run. */
  JsonArray upTo(String highest) {
    JsonArray versions = new JsonArray();
    offered.stream()
        .filter(each -> each.compareTo(AksVersion.of(highest, false)) <= 0)
        .forEach(each -> versions.add(shown(each)));
    return versions;
  }

  private List<String> texts(String running) {
    return next(running).stream().map(AksVersion::text).toList();
  }

  private static JsonObject shown(AksVersion version) {
    JsonObject json = new JsonObject();
    json.addProperty("kubernetesVersion", version.text());
    if (version.preview()) {
      json.addProperty("isPreview", true);
    }
    return json;
  }
}
