package io.snapwarden.remediation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.SnapshotWrite.Grant;
import io.snapwarden.event.Writes;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevokeRoleAssignmentTest extends RemediationContract {

  private static final String ID = "revoke-role-assignment";
  private static final String GUID = "12345678-1234-1234-1234-123456789abc";
  private static final String ASSIGNMENT =
      Estate.GROUP + "/providers/Microsoft.Authorization/roleAssignments/" + GUID;
  private static final String CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";

  private static Grant grant(@Nullable String scope, @Nullable String id) {
    return new Grant("Contributor", scope, id, CONTRIBUTOR, Writes.ALICE.toString(), "User");
  }

  private static Lab lab(@Nullable Grant grant) {
    SnapshotWrite w = Writes.aWrite().build();
    Lab lab =
        new Lab(
            new SnapshotWrite(
                w.eventId(),
                w.at(),
                w.kind(),
                w.outcome(),
                w.target(),
                w.caller(),
                w.correlationId(),
                w.clientAddress(),
                grant,
                w.inconsistencies()));
    assign(lab, ASSIGNMENT, "{}");
    return lab;
  }

  /** Alice is a contributor of the resource group since yesterday, with these differences. */
  private static void assign(Lab lab, String id, String differences) {
    JsonObject properties =
        Lab.json(
            """
            {"roleDefinitionId": "/subscriptions/55555555-5555-5555-5555-555555555555/providers/Microsoft.Authorization/roleDefinitions/%s",
             "principalId": "%s", "principalType": "User", "scope": "%s",
             "description": "who knows", "condition": null, "createdOn": "%s"}
            """
                .formatted(
                    CONTRIBUTOR, Writes.ALICE, Estate.GROUP, Writes.AT.minusSeconds(86_400)));
    Lab.json(differences)
        .entrySet()
        .forEach(field -> properties.add(field.getKey(), field.getValue()));
    JsonObject assignment = new JsonObject();
    assignment.add("properties", properties);
    lab.azure.put(id, assignment);
  }

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected Lab lab() {
    return lab(grant(Estate.GROUP, GUID));
  }

  @Override
  protected void arrange(Lab lab) {}

  @Override
  protected java.util.List<String> spareable() {
    return java.util.List.of("Microsoft.ContainerService/managedclustersnapshots/read");
  }

  @Test
  void where_the_policy_says_so_it_is_given_back_as_it_was() {
    try (Lab lab = lab()) {
      lab.options.addProperty("restore", true);
      lab.allow("Microsoft.Authorization/roleAssignments/write");
      var original = lab.azure.everything();
      lab.run(ID);

      assertThat(lab.undo(ID)).isEqualTo(new Outcome.Done("the role assignment is there"));

      assertThat(lab.azure.everything()).isEqualTo(original);
    }
  }

  @Test
  void without_the_right_to_give_it_back_the_failure_names_it() {
    try (Lab lab = lab()) {
      lab.options.addProperty("restore", true);
      lab.run(ID);

      Outcome outcome = lab.undo(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("Microsoft.Authorization/roleAssignments/write");
    }
  }

  @Test
  void an_event_that_azure_knows_nothing_of_takes_nobodys_role() {
    try (Lab lab = lab()) {
      lab.azure.remove(lab.id);
      lab.azure.putSnapshot(lab.id, Lab.snapshot(), Lab.MALLORY, Writes.AT);

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("another than the event's caller");

      lab.azure.remove(lab.id);
      assertThat(lab.run(ID).detail()).contains("nothing confirms the event");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_tenant_without_privileged_identity_management_has_nothing_of_it() {
    try (Lab lab = lab()) {
      lab.azure
          .faults()
          .every(
              call -> call.path().endsWith("/roleAssignmentScheduleInstances"),
              io.snapwarden.sandbox.ArmFaults.Fault.error(
                  400, "AadPremiumLicenseRequired", "The tenant needs a licence."));

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.get(ASSIGNMENT)).isEmpty();
    }
  }

  @Test
  void the_callers_own_assignment_goes() {
    try (Lab lab = lab()) {
      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("the role assignment is gone"));
      assertThat(lab.azure.get(ASSIGNMENT)).isEmpty();
    }
  }

  @Test
  void an_id_without_dashes_and_in_capitals_is_the_same_id() {
    String undashed = GUID.replace("-", "").toUpperCase(java.util.Locale.ROOT);
    try (Lab lab = lab(grant(Estate.GROUP, undashed))) {
      lab.run(ID);

      assertThat(lab.azure.get(ASSIGNMENT)).isEmpty();
    }
  }

  @Test
  void what_is_gone_already_is_done() {
    try (Lab lab = lab()) {
      lab.azure.remove(ASSIGNMENT);

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void an_event_that_names_no_assignment_is_refused() {
    try (Lab lab = lab(null)) {
      assertThat(lab.run(ID).detail()).contains("does not say which role assignment");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "/subscriptions/55555555-5555-5555-5555-555555555555 | 12345678-1234-1234-1234-123456789abc | whole subscription",
        "/providers/Microsoft.Management/managementGroups/root | 12345678-1234-1234-1234-123456789abc | above any subscription",
        "/ | 12345678-1234-1234-1234-123456789abc | above any subscription",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-12 | 12345678-1234-1234-1234-123456789abc | not one over the snapshot",
        "/subscriptions/66666666-6666-6666-6666-666666666666/resourceGroups/aks-prod-1 | 12345678-1234-1234-1234-123456789abc | not one over the snapshot",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1 | ../../x | is no id",
        "null | 12345678-1234-1234-1234-123456789abc | is no id",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1 | null | is no id",
      })
  void an_assignment_elsewhere_or_higher_up_is_refused(
      @Nullable String scope, @Nullable String id, String why) {
    try (Lab lab = lab(grant(scope, id))) {
      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains(why);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'principalType':'Group'} | a group's",
        "{'principalId':'99999999-9999-9999-9999-999999999999'} | not the caller's",
        "{'principalId':'nobody'} | not the caller's",
        "{'roleDefinitionId':'/x/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BF8B05'} | Owner",
        "{'delegatedManagedIdentityResourceId':'/subscriptions/x'} | delegated",
        "{'createdOn':'2030-01-01T00:00:00Z'} | after the write",
        "{'createdOn':'yesterday'} | after the write",
      })
  void what_azure_says_otherwise_is_refused(String differences, String why) {
    try (Lab lab = lab()) {
      assign(lab, ASSIGNMENT, differences.replace('\'', '"'));

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains(why);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'assignmentType':'Activated'} | true",
        "{'assignmentType':'Assigned','endDateTime':'2030-01-01T00:00:00Z'} | true",
        "{'assignmentType':'Assigned'} | false",
      })
  void what_privileged_identity_management_governs_is_left_to_it(
      String instance, boolean governed) {
    try (Lab lab = lab()) {
      JsonObject properties = Lab.json(instance.replace('\'', '"'));
      properties.addProperty("originRoleAssignmentId", ASSIGNMENT);
      JsonObject json = new JsonObject();
      json.add("properties", properties);
      lab.azure.put(
          Estate.GROUP + "/providers/Microsoft.Authorization/roleAssignmentScheduleInstances/i",
          json);

      Outcome outcome = lab.run(ID);

      assertThat(outcome instanceof Outcome.Refused).isEqualTo(governed);
      assertThat(lab.azure.get(ASSIGNMENT).isPresent()).isEqualTo(governed);
    }
  }

  @Test
  void our_own_role_is_never_taken() {
    SnapshotWrite w = Writes.aWrite().build();
    Grant own =
        new Grant(
            "x", Estate.GROUP, GUID, CONTRIBUTOR, Lab.SNAPWARDEN.objectId(), "ServicePrincipal");
    try (Lab lab =
        new Lab(
            new SnapshotWrite(
                w.eventId(),
                w.at(),
                w.kind(),
                w.outcome(),
                w.target(),
                Writes.user(io.snapwarden.event.Guid.of(Lab.SNAPWARDEN.objectId())),
                w.correlationId(),
                null,
                own,
                w.inconsistencies()))) {
      assign(lab, ASSIGNMENT, "{\"principalId\":\"%s\"}".formatted(Lab.SNAPWARDEN.objectId()));

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Refused("the role is Snapwarden's own"));
    }
  }

  @Test
  void a_lock_that_keeps_it_is_named() {
    try (Lab lab = lab()) {
      lab.azure.put(
          Estate.GROUP + "/providers/Microsoft.Authorization/locks/keep",
          Lab.json("{\"properties\":{\"level\":\"CanNotDelete\"}}"));

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("a lock forbids it");
    }
  }
}
