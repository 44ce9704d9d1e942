package io.snapwarden.remediation.cluster;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.snapshot.SnapshotSpecs;
import java.util.ArrayList;
import java.util.List;

/** What the specs of all remediations have in common that are about clusters. */
public final class ClusterSpecs {

  /** The resource type. */
  public static final String TYPE = "Microsoft.ContainerService/managedClusters";

  /** The resource type of a cluster's node pools. */
  public static final String POOL_TYPE = TYPE + "/agentPools";

  /** See {@link Clusters}. */
  public static final Option CLUSTERS =
      Option.optional(
          "clusters",
          "ids of the clusters that it is about",
          "the cluster that the snapshot was taken of, if it lies in the snapshot's subscription",
          Checks.list(1, 20, Checks.id(TYPE)));

  /** What finding the cluster needs. */
  public static final List<Permission> FIND =
      List.of(SnapshotSpecs.READ_POOL, SnapshotSpecs.READ_CLUSTER);

  /** What finding the cluster needs, and what comes after. */
  public static List<Permission> findAnd(Permission... others) {
    List<Permission> all = new ArrayList<>(FIND);
    all.addAll(List.of(others));
    return all;
  }

  /** What Azure checks besides when a cluster or a pool is put back, whatever changes in it. */
  public static final List<Permission> PUT =
      List.of(
          new Permission(
              "Microsoft.Network/virtualNetworks/subnets/join/action",
              "put back a cluster that lies in a subnet of its owner's"),
          new Permission(
              "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
              "put back a cluster with an identity of its owner's"));

  private ClusterSpecs() {}
}
