package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A CanNotDelete lock on the snapshot, see {@link LockApi}: evidence must not disappear. */
public final class LockSnapshot implements Remediation {

  private static final String LEVEL = "level";
  private static final String WANTED = "CanNotDelete";

  /** A stricter lock, which somebody made of ours, keeps the snapshot as well. */
  private static final Set<String> SUFFICIENT = Set.of(WANTED, "ReadOnly");

  private static final int MAX_NOTES = 512;

  private final Arm arm;

  public LockSnapshot(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return SnapshotSpecs.LOCK;
  }

  @Override
  public Plan plan(Scene scene) {
    Optional<LiveSnapshot> snapshot = SnapshotApi.read(arm, scene.write());
    if (snapshot.isEmpty()) {
      return done("the snapshot is gone already");
    }
    Optional<JsonObject> lock = LockApi.read(arm, scene).map(Arm.Live::json);
    if (lock.isPresent() && SUFFICIENT.contains(level(lock.get()))) {
      return done("the lock is there");
    }
    Guard guard = Guard.reversible(scene.write(), snapshot.get());
    return guard.refused().orElseGet(() -> changes(put(scene, lock, guard)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    if (before.isEmpty()) {
      return done("no lock was made");
    }
    Optional<JsonObject> lock = LockApi.read(arm, scene).map(Arm.Live::json);
    if (lock.isEmpty()) {
      return done("the lock is gone");
    }
    return changes(
        new Change(
            "remove the lock of this incident",
            LockApi.id(scene),
            lock.get(),
            null,
            LockApi.delete(scene)));
  }

  private static Change put(Scene scene, Optional<JsonObject> lock, Guard guard) {
    JsonObject properties = Fields.object(lock.orElseGet(JsonObject::new), "properties").deepCopy();
    properties.addProperty(LEVEL, WANTED);
    properties.addProperty("notes", notes(scene));
    JsonObject after = lock.map(JsonObject::deepCopy).orElseGet(JsonObject::new);
    after.addProperty("id", LockApi.id(scene));
    after.add("properties", properties.deepCopy());
    return new Change(
        "put a CanNotDelete lock on the snapshot; " + guard.compared(),
        LockApi.id(scene),
        lock.orElse(null),
        after,
        LockApi.put(scene, properties));
  }

  /** No word of the caller's in it: notes are shown to whoever wants to delete the snapshot. */
  private static String notes(Scene scene) {
    String notes =
        "Evidence of Snapwarden incident %s: written without permission at %s. Undo the incident's step to remove this lock."
            .formatted(scene.incident(), scene.write().at());
    return notes.length() <= MAX_NOTES ? notes : notes.substring(0, MAX_NOTES);
  }

  private static String level(JsonObject lock) {
    return Fields.text(lock, "properties", LEVEL);
  }

  private static Plan changes(Change change) {
    return new Plan.Changes(List.of(change));
  }

  private static Plan done(String detail) {
    return new Plan.Settled(new Outcome.Done(detail));
  }
}
