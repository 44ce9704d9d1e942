package io.snapwarden.remediation.monitor;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Scene;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Log Analytics workspaces: {@code Workspaces_*} in azure-rest-api-specs,
 * Microsoft.OperationalInsights/stable/2025-07-01/Workspaces.json.
 */
final class Workspaces {

  static final String VERSION = "2025-07-01";

  /** Creating one takes less than a minute. */
  static final Duration AGAIN = Duration.ofSeconds(20);

  private Workspaces() {}

  static ResourceId chosen(Scene scene) {
    return scene.options().id(MonitorSpecs.WORKSPACE).orElseThrow();
  }

  /** What to do with a workspace that must be there and ready. */
  static Plan ready(Arm arm, Scene scene, Function<JsonObject, Plan> then) {
    ResourceId id = chosen(scene);
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (live.isEmpty()) {
      return Plan.settled(
          new Outcome.Refused(
              "there is no workspace %s: create it, or name ensure-log-analytics-workspace before this"
                  .formatted(id)));
    }
    return Readiness.obstacle(scene, id, live.get().json(), "the workspace " + id.name(), AGAIN)
        .orElseGet(() -> then.apply(live.get().json()));
  }
}
