package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a remediation is told.
 *
 * @param incident the incident's id
 * @param options from the policy, already checked
 * @param touches when Snapwarden itself changed the target in this incident
 * @param otherIncident whether a text is the id of another incident of the same target
 */
public record Scene(
    String incident,
    SnapshotWrite write,
    JsonObject options,
    List<Touch> touches,
    Predicate<String> otherIncident) {

  public Scene {
    touches = List.copyOf(touches);
  }

  /** From the intent in the journal to the result, or to when the effect was first seen. */
  public record Touch(Instant from, Instant until) {}
}
