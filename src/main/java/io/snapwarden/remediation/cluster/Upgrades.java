package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmException;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What AKS offers a control plane or a pool, previews left out: {@code
 * ManagedClusters_GetUpgradeProfile} and {@code AgentPools_GetUpgradeProfile}, see {@link
 * ClusterApi}. A pool is offered nothing newer than its control plane.
 *
 * @param versions those that AKS would upgrade to, the oldest first
 * @param image the newest node image; empty for a control plane, or if AKS does not say
 */
record Upgrades(List<KubernetesVersion> versions, String image) {

  Upgrades {
    versions = List.copyOf(versions);
  }

  static Upgrades ofControlPlane(Arm arm, ResourceId cluster) {
    return of(Fields.object(read(arm, cluster), "properties", "controlPlaneProfile"));
  }

  static Upgrades ofPool(Arm arm, ResourceId pool) {
    return of(Fields.object(read(arm, pool), "properties"));
  }

  private static JsonObject read(Arm arm, ResourceId id) {
    String path = id.text() + "/upgradeProfiles/default";
    return arm.read(path, ClusterApi.VERSION)
        .orElseThrow(
            () -> new ArmException(ArmException.Kind.PASSING, "Azure shows no " + path, null, null))
        .json();
  }

  private static Upgrades of(JsonObject profile) {
    List<KubernetesVersion> versions =
        Fields.objects(profile, "upgrades").stream()
            .filter(upgrade -> !Fields.flag(upgrade, "isPreview"))
            .flatMap(
                upgrade ->
                    KubernetesVersion.parse(Fields.text(upgrade, "kubernetesVersion")).stream())
            .sorted()
            .toList();
    return new Upgrades(versions, Fields.text(profile, "latestNodeImageVersion"));
  }

  /** The newest patch of the present minor version, if it is newer than what runs. */
  Optional<KubernetesVersion> patch(KubernetesVersion running) {
    return versions.stream()
        .filter(each -> each.sameMinor(running) && each.compareTo(running) > 0)
        .max(Comparator.naturalOrder());
  }

  /** The newest patch of the next minor version. */
  Optional<KubernetesVersion> minor(KubernetesVersion running) {
    return versions.stream()
        .filter(each -> each.nextMinorOf(running))
        .max(Comparator.naturalOrder());
  }

  /** One step further: the next minor version if there is one, or else a patch. */
  Optional<KubernetesVersion> next(KubernetesVersion running) {
    return minor(running).or(() -> patch(running));
  }
}
