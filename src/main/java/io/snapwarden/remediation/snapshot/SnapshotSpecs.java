package io.snapwarden.remediation.snapshot;

import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediations that answer the snapshot itself. */
public final class SnapshotSpecs {

  public static final Permission READ_POOL =
      new Permission(
          "Microsoft.ContainerService/snapshots/read",
          "look at a node pool snapshot before anything is done about it");
  public static final Permission READ_CLUSTER =
      new Permission(
          "Microsoft.ContainerService/managedclustersnapshots/read",
          "look at a cluster snapshot before anything is done about it");
  private static final Permission READ_LOCK =
      new Permission("Microsoft.Authorization/locks/read", "see whether its own lock is there");

  public static final RemediationSpec TAG =
      new RemediationSpec(
          "tag-snapshot",
          "Puts quarantine tags on the snapshot: the incident and when it was written.",
          true,
          Consent.AUTOMATIC,
          List.of(
              READ_POOL,
              READ_CLUSTER,
              new Permission(
                  "Microsoft.ContainerService/snapshots/write",
                  "change the tags of a node pool snapshot"),
              new Permission(
                  "Microsoft.ContainerService/managedclustersnapshots/write",
                  "change the tags of a cluster snapshot")),
          List.of(
              Option.optional(
                  "tags",
                  "tags to put on the snapshot besides, names to values",
                  "none",
                  new TagRules())));

  public static final RemediationSpec LOCK =
      new RemediationSpec(
          "lock-snapshot",
          "Puts a CanNotDelete lock on the snapshot, so that it stays as evidence.",
          true,
          Consent.AUTOMATIC,
          List.of(
              READ_POOL,
              READ_CLUSTER,
              READ_LOCK,
              new Permission("Microsoft.Authorization/locks/write", "put its lock on the snapshot"),
              new Permission("Microsoft.Authorization/locks/delete", "take its lock off again")),
          List.of());

  public static final RemediationSpec DELETE =
      new RemediationSpec(
          "delete-snapshot",
          "Deletes the snapshot, after it was saved; this cannot be undone.",
          false,
          Consent.OPT_IN,
          List.of(
              READ_POOL,
              READ_CLUSTER,
              READ_LOCK,
              new Permission(
                  "Microsoft.ContainerService/snapshots/delete", "delete a node pool snapshot"),
              new Permission(
                  "Microsoft.ContainerService/managedclustersnapshots/delete",
                  "delete a cluster snapshot")),
          List.of());

  private SnapshotSpecs() {}
}
