package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the snapshot: {@code Snapshots_Delete}, see {@link SnapshotApi}; 204 means that there was
 * none. A snapshot is configuration only, so the saved body is all that there is to keep; it cannot
 * be made again, for a PUT captures the node pool as it is by then.
 */
public final class DeleteSnapshot implements Remediation {

  private final Arm arm;

  public DeleteSnapshot(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return SnapshotSpecs.DELETE;
  }

  @Override
  public Plan plan(Scene scene) {
    Optional<LiveSnapshot> found = SnapshotApi.read(arm, scene.write());
    if (found.isEmpty()) {
      return new Plan.Settled(new Outcome.Done("the snapshot is gone"));
    }
    LiveSnapshot live = found.get();
    Guard guard = Guard.destructive(scene, live);
    Optional<Plan> refused = guard.refused();
    if (refused.isPresent()) {
      return refused.get();
    }
    if (LockApi.read(arm, scene).isPresent()) {
      return refused(
          "this incident's own lock keeps the snapshot: use lock-snapshot or delete-snapshot in one"
              + " response, not both");
    }
    return new Plan.Changes(List.of(delete(scene.write(), live, guard)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    return refused(
        "a deleted snapshot cannot be made again: a PUT would capture the pool as it is now; what it was is"
            + " in the incident's evidence");
  }

  private static Change delete(SnapshotWrite write, LiveSnapshot live, Guard guard) {
    String id = write.target().text();
    return new Change(
        "delete the snapshot; " + guard.compared(),
        id,
        live.json(),
        null,
        new ArmRequest(Method.DELETE, id, SnapshotApi.version(write.kind()), null, live.etag()));
  }

  private static Plan refused(String why) {
    return new Plan.Settled(new Outcome.Refused(why));
  }
}
