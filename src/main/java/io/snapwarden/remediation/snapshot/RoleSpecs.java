package io.snapwarden.remediation.snapshot;

import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.List;

/** What is to be known of the remediation that takes rights away. */
public final class RoleSpecs {

  static final String ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";
  static final String SCHEDULES = "Microsoft.Authorization/roleAssignmentScheduleInstances";

  public static final RemediationSpec REVOKE =
      new RemediationSpec(
          "revoke-role-assignment",
          "Removes the role assignment that let the caller write the snapshot.",
          true,
          Consent.APPROVAL,
          List.of(
              new Permission(ASSIGNMENTS + "/read", "see whose it is, and of which role"),
              new Permission(
                  SCHEDULES + "/read", "see whether Privileged Identity Management governs it"),
              new Permission(ASSIGNMENTS + "/delete", "remove it"),
              new Permission(
                  ASSIGNMENTS + "/write",
                  "give it back; a mighty right, so grant it under a condition that keeps out privileged roles, or leave it out and do without undo")),
          List.of());

  private RoleSpecs() {}
}
