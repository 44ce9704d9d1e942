package io.snapwarden.event;

import java.util.List;
import java.util.Optional;

/**
 * The two resource types that AKS calls snapshots (azure-rest-api-specs,
 * Microsoft.ContainerService: {@code snapshots.json} and {@code managedclustersnapshots.json}).
 */
public enum SnapshotKind {
  /** The configuration of one node pool: node image, Kubernetes version, OS and VM size. */
  NODE_POOL("snapshots"),
  /** The configuration of a whole cluster; exists in preview api-versions only. */
  MANAGED_CLUSTER("managedclustersnapshots");

  private static final int SEGMENTS = 8;

  private static final SnapshotKind[] ALL = values();

  private final String collection;
  private final String type;
  private final String writeOperation;

  SnapshotKind(String collection) {
    this.collection = collection;
    this.type = "Microsoft.ContainerService/" + collection;
    this.writeOperation = type + "/write";
  }

  /** The resource type, as in {@code Microsoft.ContainerService/snapshots}. */
  public String type() {
    return type;
  }

  /** The last part of the type in lower case, as it stands in a {@link ResourceId}'s segments. */
  public String collection() {
    return collection;
  }

  /** The operation that writes it, as in {@code Microsoft.ContainerService/snapshots/write}. */
  public String writeOperation() {
    return writeOperation;
  }

  /** The kind that an operation writes, in any case; empty for every other operation. */
  public static Optional<SnapshotKind> ofWriteOperation(String operation) {
    for (SnapshotKind kind : ALL) {
      if (kind.writeOperation.equals(operation)
          || kind.writeOperation.equalsIgnoreCase(operation)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether the id is of exactly one snapshot of this kind. */
  public boolean isIdOf(ResourceId id) {
    List<String> segments = id.segments();
    return segments.size() == SEGMENTS
        && segments.get(2).equals("resourcegroups")
        && segments.get(4).equals("providers")
        && segments.get(5).equals("microsoft.containerservice")
        && segments.get(6).equals(collection);
  }
}
