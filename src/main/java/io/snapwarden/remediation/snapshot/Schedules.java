package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;

/**
 * What Privileged Identity Management knows of role assignments: {@code
 * RoleAssignmentScheduleInstances_ListForScope} in azure-rest-api-specs,
 * Microsoft.Authorization/stable/2020-10-01/RoleAssignmentScheduleInstance.json. A permanent
 * assignment is in it too; one that it governs was activated, or ends.
 */
final class Schedules {

  private static final String VERSION = "2020-10-01";

  private final Arm arm;

  Schedules(Arm arm) {
    this.arm = arm;
  }

  /** Whether it governs the assignment. */
  boolean govern(ResourceId assignment) {
    ResourceId scope = assignment.parent().parent();
    return arm.list(scope.text() + "/providers/" + RoleSpecs.SCHEDULES, VERSION).stream()
        .filter(each -> isOf(each, assignment))
        .anyMatch(
            each ->
                Fields.text(each, "properties", "assignmentType").equalsIgnoreCase("Activated")
                    || !Fields.text(each, "properties", "endDateTime").isEmpty());
  }

  private static boolean isOf(JsonObject instance, ResourceId assignment) {
    return ResourceId.parse(Fields.text(instance, "properties", "originRoleAssignmentId"))
        .filter(assignment::equals)
        .isPresent();
  }
}
