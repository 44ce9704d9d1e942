package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What AKS offers a cluster and its pools: {@code upgradeProfiles/default} of each, see {@link
 * ClusterApi}. Previews do not count.
 */
final class Upgrades {

  private static final String PROFILE = "/upgradeProfiles/default";

  private final Arm arm;

  Upgrades(Arm arm) {
    this.arm = arm;
  }

  /** The newest of the next minor version, or else the newest of this one. */
  Optional<Version> next(Live cluster) {
    String is = Fields.text(cluster.properties(), "currentKubernetesVersion");
    Optional<Version> current = Version.parse(is);
    return offered(profile(cluster), "controlPlaneProfile").stream()
        .filter(version -> current.isPresent() && version.follows(current.get()))
        .max(Comparator.naturalOrder());
  }

  /** The next version of a pool on its way to that of the control plane; empty if it is there. */
  Optional<Version> towards(Live pool, Version is, Version plane) {
    if (is.compareTo(plane) >= 0) {
      return Optional.empty();
    }
    return plane.follows(is)
        ? Optional.of(plane)
        : offered(profile(pool)).stream()
            .filter(version -> version.follows(is) && version.compareTo(plane) <= 0)
            .max(Comparator.naturalOrder());
  }

  /** The newest node image, if the pool has another. */
  Optional<String> newerImage(Live pool) {
    String latest = Fields.text(profile(pool), "latestNodeImageVersion");
    return latest.isEmpty() || latest.equals(Fields.text(pool.properties(), "nodeImageVersion"))
        ? Optional.empty()
        : Optional.of(latest);
  }

  /** All of it, in words. */
  String report(Live cluster, List<Live> pools) {
    List<String> parts = new ArrayList<>();
    List<Version> newer = offered(profile(cluster), "controlPlaneProfile");
    parts.add(
        "the control plane of %s is at %s, %s"
            .formatted(
                cluster.id().name(),
                plain(cluster, "currentKubernetesVersion"),
                newer.isEmpty()
                    ? "and nothing newer is offered"
                    : "and offered are "
                        + newer.stream().map(Version::text).collect(Collectors.joining(", "))));
    for (Live pool : pools) {
      parts.add(
          "the pool %s is at %s with the node image %s, %s"
              .formatted(
                  pool.id().name(),
                  plain(pool, "currentOrchestratorVersion"),
                  plain(pool, "nodeImageVersion"),
                  newerImage(pool)
                      .map(latest -> "and the latest is " + Plain.text(latest, 80))
                      .orElse("which is the latest")));
    }
    return String.join("; ", parts);
  }

  private static String plain(Live live, String field) {
    return Plain.text(Fields.text(live.properties(), field), 80);
  }

  private JsonObject profile(Live live) {
    return arm.read(live.id().text() + PROFILE, ClusterApi.VERSION)
        .map(profile -> Fields.object(profile.json(), "properties"))
        .orElseGet(JsonObject::new);
  }

  private static List<Version> offered(JsonObject profile, String... path) {
    return Fields.objects(Fields.object(profile, path), "upgrades").stream()
        .filter(upgrade -> !Fields.flag(upgrade, "isPreview"))
        .flatMap(upgrade -> Version.parse(Fields.text(upgrade, "kubernetesVersion")).stream())
        .sorted()
        .toList();
  }
}
