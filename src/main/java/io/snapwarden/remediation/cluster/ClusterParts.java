package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cluster's control plane and its node pools.
 *
 * @param pools those of mode System first, then by name: in the order in which to upgrade them
 */
record ClusterParts(Part controlPlane, List<Part> pools) {

  ClusterParts {
    pools = List.copyOf(pools);
  }

  /** Reads each pool by itself, for only so its ETag counts. */
  static ClusterParts read(Arm arm, Live cluster) {
    List<Part> pools = new ArrayList<>();
    for (JsonObject profile : Fields.objects(cluster.properties(), "agentPoolProfiles")) {
      Optional<ResourceId> id =
          ResourceId.parse(cluster.id().text() + "/agentPools/" + Fields.text(profile, "name"));
      id.flatMap(pool -> ClusterApi.read(arm, pool)).map(Part::pool).ifPresent(pools::add);
    }
    pools.sort(
        Comparator.comparing((Part pool) -> !pool.system())
            .thenComparing(pool -> pool.id().name()));
    return new ClusterParts(Part.controlPlane(cluster), pools);
  }

  String name() {
    return controlPlane.id().name();
  }

  List<Part> all() {
    List<Part> all = new ArrayList<>(List.of(controlPlane));
    all.addAll(pools);
    return all;
  }

  /** The pools that the policy means; one that is stopped has no nodes to upgrade. */
  List<Part> chosen(Options options) {
    List<String> names = options.texts(UpgradeSpecs.POOLS.key());
    return pools.stream()
        .filter(pool -> !options.has(UpgradeSpecs.POOLS.key()) || names.contains(pool.id().name()))
        .filter(pool -> !pool.stopped())
        .toList();
  }

  /** What to say of the pools that are left alone because they are stopped. */
  String stoppedOnes() {
    List<String> names =
        pools.stream().filter(Part::stopped).map(pool -> pool.id().name()).toList();
    return names.isEmpty() ? "" : "; stopped pools are left alone: " + String.join(", ", names);
  }

  /** An upgrade channel in lower case, as in {@code stable}; empty if AKS upgrades nothing. */
  String channel(String name) {
    String channel = Fields.text(controlPlane.live().properties(), "autoUpgradeProfile", name);
    return channel.equalsIgnoreCase("none") || channel.equalsIgnoreCase("unmanaged")
        ? ""
        : Plain.text(channel.toLowerCase(Locale.ROOT), 40);
  }
}
