package io.snapwarden.remediation.snapshot;

import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediation that takes rights away. */
public final class RoleSpecs {

  static final String RESTORE = "restore";
  static final String ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";
  static final String SCHEDULES = "Microsoft.Authorization/roleAssignmentScheduleInstances";

  public static final RemediationSpec REVOKE =
      new RemediationSpec(
          "revoke-role-assignment",
          "Removes the role assignment that let the caller write the snapshot.",
          false,
          Consent.APPROVAL,
          List.of(
              SnapshotSpecs.READ_POOL,
              SnapshotSpecs.READ_CLUSTER,
              new Permission(ASSIGNMENTS + "/read", "see whose it is, and of which role"),
              new Permission(
                  SCHEDULES + "/read", "see whether Privileged Identity Management governs it"),
              new Permission(ASSIGNMENTS + "/delete", "remove it")),
          List.of(
              Option.optional(
                  RESTORE,
                  "true lets undo give the assignment back; that needs the right to write role assignments, with which anybody can be given anything, so no role here grants it: grant it by hand, under a condition",
                  "false",
                  Checks.flag())));

  private RoleSpecs() {}
}
