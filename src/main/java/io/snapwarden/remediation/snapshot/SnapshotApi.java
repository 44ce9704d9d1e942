package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import java.util.Optional;

/**
 * The REST operations of AKS snapshots: {@code Snapshots_*} in azure-rest-api-specs,
 * Microsoft.ContainerService/aks/stable/2025-09-01/managedClusters.json, and {@code
 * ManagedClusterSnapshots_*} in aks/preview/2025-09-02-preview/managedClusters.json, for cluster
 * snapshots are in no stable version.
 */
public final class SnapshotApi {

  private static final String NODE_POOL = "2025-09-01";
  private static final String MANAGED_CLUSTER = "2025-09-02-preview";

  private SnapshotApi() {}

  static String version(SnapshotKind kind) {
    return switch (kind) {
      case NODE_POOL -> NODE_POOL;
      case MANAGED_CLUSTER -> MANAGED_CLUSTER;
    };
  }

  /** The snapshot as it is now, whole; empty if it is gone. */
  public static Optional<JsonObject> json(Arm arm, SnapshotWrite write) {
    return arm.read(write.target().text(), version(write.kind())).map(Arm.Live::json);
  }

  /** The snapshot as it is now; empty if it is gone. */
  static Optional<LiveSnapshot> read(Arm arm, SnapshotWrite write) {
    return arm.read(write.target().text(), version(write.kind()))
        .map(live -> LiveSnapshot.of(live.json(), live.etag()));
  }
}
