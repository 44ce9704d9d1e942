package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmException;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import java.util.List;

/**
 * What Privileged Identity Management knows of role assignments: {@code
 * RoleAssignmentScheduleInstances_ListForScope} in azure-rest-api-specs,
 * Microsoft.Authorization/stable/2020-10-01/RoleAssignmentScheduleInstance.json. A permanent
 * assignment is in it too; one that it governs was activated, or ends.
 */
final class Schedules {

  private static final String VERSION = "2020-10-01";

  /** The code of the 400 that a tenant without Entra ID P2 gets. */
  private static final String NO_LICENCE = "AadPremiumLicenseRequired";

  private final Arm arm;

  Schedules(Arm arm) {
    this.arm = arm;
  }

  /** Whether it governs the assignment. A tenant without its licence has none of it. */
  boolean govern(ResourceId assignment) {
    ResourceId scope = assignment.parent().parent();
    return instances(scope.text() + "/providers/" + RoleSpecs.SCHEDULES).stream()
        .filter(each -> isOf(each, assignment))
        .anyMatch(
            each ->
                Fields.text(each, "properties", "assignmentType").equalsIgnoreCase("Activated")
                    || !Fields.text(each, "properties", "linkedRoleEligibilityScheduleId").isEmpty()
                    || !Fields.text(each, "properties", "endDateTime").isEmpty());
  }

  private List<JsonObject> instances(String path) {
    try {
      return arm.list(path, VERSION);
    } catch (ArmException e) {
      if (e.errorCode().equals(NO_LICENCE)) {
        return List.of();
      }
      throw e;
    }
  }

  private static boolean isOf(JsonObject instance, ResourceId assignment) {
    return ResourceId.parse(Fields.text(instance, "properties", "originRoleAssignmentId"))
        .filter(assignment::equals)
        .isPresent();
  }
}
