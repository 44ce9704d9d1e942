package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import java.util.Optional;

/** The usual ways back. */
public final class Undo {

  private Undo() {}

  /** Takes away what the step made; done if it is gone already. */
  public static Plan remove(Arm arm, ResourceId id, String apiVersion, String what) {
    Optional<Arm.Live> live = arm.read(id.text(), apiVersion);
    if (live.isEmpty()) {
      return Plan.settled(new Outcome.Done(what + " is gone"));
    }
    return Plan.changes(
        new Change(
            "remove " + what,
            id.text(),
            live.get().json(),
            null,
            new ArmRequest(Method.DELETE, id.text(), apiVersion, null, null)));
  }

  /**
   * Puts a resource back whose {@code properties} are all ours to restore.
   *
   * @param body what to send of the resource as it was
   */
  public static Plan restore(
      Arm arm, Originals.Original original, String apiVersion, JsonObject body, String what) {
    ResourceId id = original.id();
    Optional<Arm.Live> live = arm.read(id.text(), apiVersion);
    JsonObject was = original.json().orElseThrow();
    JsonObject properties = Fields.object(body, "properties");
    if (live.isPresent() && holds(Fields.object(live.get().json(), "properties"), properties)) {
      return Plan.settled(new Outcome.Done(what + " is as it was"));
    }
    return Plan.changes(
        new Change(
            "put " + what + " back as it was",
            id.text(),
            live.map(Arm.Live::json).orElse(null),
            was,
            new ArmRequest(
                Method.PUT, id.text(), apiVersion, body, live.map(Arm.Live::etag).orElse(null))));
  }

  private static boolean holds(JsonObject live, JsonObject wanted) {
    return wanted.entrySet().stream()
        .allMatch(field -> field.getValue().equals(live.get(field.getKey())));
  }
}
