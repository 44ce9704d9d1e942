package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether a resource can be changed now, told by its {@code properties.provisioningState}. */
public final class Readiness {

  private Readiness() {}

  /**
   * What there is to do about a resource before it can be looked at any further.
   *
   * @param what as in {@code the cluster prod}
   * @param again when to look again while Azure works on it
   * @return empty if Azure has finished with it
   */
  public static Optional<Plan> obstacle(
      Scene scene, ResourceId id, JsonObject live, String what, Duration again) {
    String state = Fields.text(live, "properties", "provisioningState");
    String shown = Plain.text(state, 40);
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "", "succeeded" -> Optional.empty();
      case "failed", "canceled", "cancelled" ->
          Optional.of(
              Plan.settled(
                  scene.touched(id).isPresent()
                      ? new Outcome.Failed(
                          "the last operation on %s ended as %s%s"
                              .formatted(what, shown, why(live)))
                      : new Outcome.Refused(
                          "%s is in the state %s, and any change would take up what failed: mend it first%s"
                              .formatted(what, shown, why(live)))));
      default ->
          Optional.of(
              Plan.settled(
                  new Outcome.Waiting("Azure is at work on %s: %s".formatted(what, shown), again)));
    };
  }

  /** Where Azure tells the reason in the resource itself. */
  private static String why(JsonObject live) {
    JsonObject error = Fields.object(live, "properties", "status", "provisioningError");
    JsonObject inner = error.has("error") ? Fields.object(error, "error") : error;
    String code = Fields.text(inner, "code");
    String message = Fields.text(inner, "message");
    return code.isEmpty() && message.isEmpty()
        ? ""
        : ": " + Plain.text((code + " " + message).strip(), 300);
  }
}
