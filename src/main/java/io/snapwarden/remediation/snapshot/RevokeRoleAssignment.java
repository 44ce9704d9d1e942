package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.Times;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes the role assignment that Azure evaluated for the write ({@code
 * data.authorization.evidence} of the event): {@code RoleAssignments_*} in azure-rest-api-specs,
 * Microsoft.Authorization/stable/2022-04-01/authorization-RoleAssignmentsCalls.json.
 *
 * <p>The event is not signed. So of its evidence only the assignment's id counts; all else is read
 * from Azure, and the assignment must be the caller's own. What others would lose with it, or what
 * somebody else governs, is refused.
 *
 * <p>To give an assignment back takes the right to write role assignments, which would make whoever
 * holds this app's identity the owner of everything; so it is no part of what is declared, and undo
 * does it only where the policy says so and somebody has granted the right.
 */
public final class RevokeRoleAssignment implements Remediation {

  private static final String VERSION = "2022-04-01";

  /** Built-in role; Microsoft Learn, "Azure built-in roles". */
  private static final String OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bf8b05";

  /** All that a PUT takes, {@code RoleAssignmentProperties}. */
  private static final List<String> WRITABLE =
      List.of(
          "roleDefinitionId",
          "principalId",
          "principalType",
          "description",
          "condition",
          "conditionVersion",
          "delegatedManagedIdentityResourceId");

  private final Arm arm;
  private final Schedules schedules;

  public RevokeRoleAssignment(Arm arm) {
    this.arm = arm;
    this.schedules = new Schedules(arm);
  }

  @Override
  public RemediationSpec spec() {
    return RoleSpecs.REVOKE;
  }

  @Override
  public Plan plan(Scene scene) {
    SnapshotWrite.Grant grant = scene.write().grant();
    if (grant == null) {
      return refused("the event does not say which role assignment allowed the write");
    }
    Optional<ResourceId> scope = ResourceId.parse(grant.roleAssignmentScope());
    Optional<Guid> name = Guid.parse(grant.roleAssignmentId());
    if (scope.isEmpty() && grant.roleAssignmentScope() != null && name.isPresent()) {
      return refused("the role was assigned above any subscription: others depend on it");
    }
    if (scope.isEmpty() || name.isEmpty()) {
      return refused("the event's role assignment is no id");
    }
    if (scope.get().resourceGroup().isEmpty()) {
      return refused(
          "the role was assigned for the whole subscription, above its resource groups: others depend on it");
    }
    if (!covers(scope.get(), scene.write().target())) {
      return refused("the event's role assignment is not one over the snapshot");
    }
    if (scene.known().ownPrincipal() == null) {
      return refused(
          "Snapwarden's own identity is not known, so the role could be its own: set SNAPWARDEN_PRINCIPAL_ID");
    }
    return doubt(scene).orElseGet(() -> plan(scene, id(scope.get(), name.get())));
  }

  /** Whoever can forge an event could have anybody's role taken: Azure must know of the write. */
  private Optional<Plan> doubt(Scene scene) {
    Optional<LiveSnapshot> snapshot =
        SnapshotApi.read(arm, scene.write())
            .or(() -> scene.known().snapshot().map(json -> LiveSnapshot.of(json, null)));
    return snapshot.isEmpty()
        ? Optional.of(
            refused("the snapshot is gone and was never seen, so nothing confirms the event"))
        : Guard.destructive(scene, snapshot.get()).refused();
  }

  private Plan plan(Scene scene, ResourceId id) {
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (live.isEmpty()) {
      return Plan.settled(new Outcome.Done("the role assignment is gone"));
    }
    JsonObject json = live.get().json();
    String why = refusal(scene, json);
    if (why == null && schedules.govern(id)) {
      why =
          "Privileged Identity Management governs the role assignment: end it there, with its eligibility";
    }
    if (why != null) {
      return refused(why);
    }
    return Plan.changes(
        new Change(
            "remove the role assignment of %s for the role %s at %s"
                .formatted(
                    scene.write().caller().principal(), role(json), id.parent().parent().name()),
            id.text(),
            json,
            null,
            new ArmRequest(Method.DELETE, id.text(), VERSION, null, null)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    Optional<Originals.Original> original = Originals.of(before).inReverse().stream().findFirst();
    if (original.isEmpty() || original.get().json().isEmpty()) {
      return Plan.settled(new Outcome.Done("no role assignment was removed"));
    }
    JsonObject was = original.get().json().get();
    String id = original.get().id().text();
    if (arm.read(id, VERSION).isPresent()) {
      return Plan.settled(new Outcome.Done("the role assignment is there"));
    }
    if (!scene.options().flag(RoleSpecs.RESTORE)) {
      return refused(
          "give it back by hand, as it was in the incident's evidence: the right to do so is the right to give anybody anything, which Snapwarden has only where the option \"restore\" says so");
    }
    JsonObject properties = new JsonObject();
    for (String field : WRITABLE) {
      if (Fields.at(was, "properties", field) != null) {
        properties.add(field, Fields.object(was, "properties").get(field));
      }
    }
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    return Plan.changes(
        new Change(
            "give the role assignment back",
            id,
            null,
            was,
            new ArmRequest(Method.PUT, id, VERSION, body, null)));
  }

  /** Why this assignment stays; null if it may go. */
  private static @Nullable String refusal(Scene scene, JsonObject json) {
    Guid caller = scene.write().caller().principal();
    Guid principal = Guid.parse(Fields.text(json, "properties", "principalId")).orElse(null);
    if (Fields.text(json, "properties", "principalType").equalsIgnoreCase("Group")) {
      return "the role is a group's: its other members would lose it, too; take the caller out of the group";
    }
    if (principal == null || !principal.equals(caller)) {
      return "Azure says that the role assignment is not the caller's";
    }
    if (principal.equals(scene.known().ownPrincipal())) {
      return "the role is Snapwarden's own";
    }
    if (role(json).equals(OWNER)) {
      return "the role is Owner: to remove it may leave nobody in charge";
    }
    if (!Fields.text(json, "properties", "delegatedManagedIdentityResourceId").isEmpty()) {
      return "the role is that of a delegated managed identity, whose owner depends on it";
    }
    Optional<java.time.Instant> created =
        Times.instant(Fields.text(json, "properties", "createdOn"));
    if (created.isEmpty() || created.get().isAfter(scene.write().at().plus(Guard.SKEW))) {
      return "the role was assigned after the write, so it is not what allowed it";
    }
    return null;
  }

  private static String role(JsonObject json) {
    String id = Fields.text(json, "properties", "roleDefinitionId");
    return Guid.parse(id.substring(id.lastIndexOf('/') + 1)).map(Guid::toString).orElse("");
  }

  /** By whole segments: what a role is assigned for counts for all below it. */
  private static boolean covers(ResourceId scope, ResourceId target) {
    List<String> outer = scope.segments();
    List<String> inner = target.segments();
    return outer.size() <= inner.size() && inner.subList(0, outer.size()).equals(outer);
  }

  private static ResourceId id(ResourceId scope, Guid name) {
    return ResourceId.of(
        "%s/providers/Microsoft.Authorization/roleAssignments/%s".formatted(scope.text(), name));
  }

  private static Plan refused(String why) {
    return Plan.settled(new Outcome.Refused(why));
  }
}
