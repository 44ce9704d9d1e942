package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.remediation.Scene;
import java.util.Optional;

/**
 * The lock that one incident puts on its snapshot: {@code ManagementLocks_*ByScope} in
 * azure-rest-api-specs, Microsoft.Authorization/stable/2020-05-01/locks.json.
 *
 * <p>Each incident has its own, so that undoing one leaves the others' locks alone.
 */
final class LockApi {

  private static final String VERSION = "2020-05-01";

  private LockApi() {}

  static String id(Scene scene) {
    return scene.write().target().text()
        + "/providers/Microsoft.Authorization/locks/snapwarden-"
        + scene.incident();
  }

  static Optional<Arm.Live> read(Arm arm, Scene scene) {
    return arm.read(id(scene), VERSION);
  }

  static ArmRequest put(Scene scene, JsonObject properties) {
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    return new ArmRequest(Method.PUT, id(scene), VERSION, body, null);
  }

  static ArmRequest delete(Scene scene) {
    return new ArmRequest(Method.DELETE, id(scene), VERSION, null, null);
  }
}
