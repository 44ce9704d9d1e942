package io.snapwarden.remediation.monitor;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.Undo;
import java.util.List;
import java.util.Optional;

/**
 * A workspace for logs: {@code Workspaces_CreateOrUpdate}, see {@link Workspaces}.
 *
 * <p>A workspace that was deleted keeps its name for 14 days; a PUT of the same id recovers it with
 * what was in it, if the location is the same ({@code Workspaces_Delete}). One that is there is
 * never changed: its retention is somebody's decision. Undo deletes without {@code force}, so that
 * all of it can be recovered in turn, and only what this incident made and nobody else uses.
 */
public final class EnsureLogAnalyticsWorkspace implements Remediation {

  /** {@code ResourceGroups_Get}, Microsoft.Resources/stable/2021-04-01/resources.json. */
  private static final String RESOURCE_GROUPS = "2021-04-01";

  private final Arm arm;

  public EnsureLogAnalyticsWorkspace(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return MonitorSpecs.ENSURE_WORKSPACE;
  }

  @Override
  public Plan plan(Scene scene) {
    ResourceId id = Workspaces.chosen(scene);
    Optional<Arm.Live> live = arm.read(id.text(), Workspaces.VERSION);
    if (live.isPresent()) {
      return Readiness.obstacle(
              scene, id, live.get().json(), "the workspace " + id.name(), Workspaces.AGAIN)
          .orElseGet(() -> Plan.settled(new Outcome.Done("the workspace is there")));
    }
    ResourceId group = id.parent().parent();
    Optional<Arm.Live> resourceGroup = arm.read(group.text(), RESOURCE_GROUPS);
    if (resourceGroup.isEmpty()) {
      return Plan.settled(
          new Outcome.Refused(
              "there is no resource group %s for the workspace: create it first".formatted(group)));
    }
    String location =
        scene.options().text("location", Fields.text(resourceGroup.get().json(), "location"));
    return Plan.changes(create(id, location, scene.options().whole("retentionDays", 30)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    ResourceId id = Workspaces.chosen(scene);
    if (Originals.of(before).find(id).isEmpty()) {
      return Plan.settled(new Outcome.Done("no workspace was created"));
    }
    String what = "the workspace " + id.name();
    Optional<Arm.Live> live = arm.read(id.text(), Workspaces.VERSION);
    if (live.isEmpty()) {
      return Plan.settled(new Outcome.Done(what + " is gone"));
    }
    JsonObject json = live.get().json();
    Optional<Plan> busy = Readiness.obstacle(scene, id, json, what, Workspaces.AGAIN);
    if (busy.isPresent()
        && busy.get() instanceof Plan.Settled settled
        && settled.outcome() instanceof Outcome.Waiting) {
      return settled;
    }
    return WorkspaceUse.of(arm, scene, id, json)
        .map(use -> Plan.settled(new Outcome.Refused(what + " is kept: " + use)))
        .orElseGet(() -> Undo.remove(arm, id, Workspaces.VERSION, what));
  }

  private static Change create(ResourceId id, String location, int retention) {
    JsonObject sku = new JsonObject();
    sku.addProperty("name", "PerGB2018");
    JsonObject properties = new JsonObject();
    properties.add("sku", sku);
    properties.addProperty("retentionInDays", retention);
    JsonObject body = new JsonObject();
    body.addProperty("location", location);
    body.add("properties", properties);
    JsonObject after = body.deepCopy();
    after.addProperty("id", id.text());
    return new Change(
        "create the workspace %s in %s, or recover it if it was deleted within 14 days; what it takes in is billed"
            .formatted(id.name(), location),
        id.text(),
        null,
        after,
        new ArmRequest(Method.PUT, id.text(), Workspaces.VERSION, body, null));
  }
}
