package io.snapwarden.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Reading;
import io.snapwarden.event.SnapshotWrite;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One decision as one JSON object: what {@code decide --json} prints and what the function logs.
 * Its keys are a contract.
 */
public final class DecisionJson {

  private DecisionJson() {}

  /**
   * The decision about one event.
   *
   * @param decide asked only if the event is a write
   */
  public static JsonObject of(Reading reading, Function<SnapshotWrite, Verdict> decide) {
    return reading.fold(
        write -> of(write.write(), decide.apply(write.write())),
        unrelated -> undecided(unrelated.eventId(), "unrelated", unrelated.reason()),
        unreadable -> undecided(unreadable.eventId(), "unreadable", unreadable.reason()));
  }

  /** That a write is decided later, by somebody who can read more. */
  public static JsonObject undecided(SnapshotWrite write, String reason) {
    JsonObject json = undecided(write.eventId(), "undecided", reason);
    json.remove("reason");
    return end(json, write, reason);
  }

  /** The decision about one write. */
  public static JsonObject of(SnapshotWrite write, Verdict verdict) {
    JsonObject json =
        verdict instanceof Verdict.Violation violation
            ? violation(write, violation)
            : allowed(write, (Verdict.Allowed) verdict);
    return end(json, write, verdict.reason());
  }

  private static JsonObject allowed(SnapshotWrite write, Verdict.Allowed allowed) {
    JsonObject json = start(write.eventId(), "allowed");
    json.addProperty("rule", allowed.rule());
    json.add("response", JsonNull.INSTANCE);
    json.add("mode", JsonNull.INSTANCE);
    json.add("remediations", new JsonArray());
    return json;
  }

  private static JsonObject violation(SnapshotWrite write, Verdict.Violation violation) {
    JsonObject json = start(write.eventId(), violation.attempt() ? "attempt" : "violation");
    JsonArray codes = json.getAsJsonArray("violations");
    for (String code : ViolationCode.texts(violation.codes())) {
      codes.add(code);
    }
    json.add("rule", JsonNull.INSTANCE);
    json.addProperty("response", violation.response().id());
    json.addProperty("mode", violation.response().mode().text());
    JsonArray remediations = new JsonArray();
    for (RemediationChoice choice : violation.response().remediations()) {
      remediations.add(choice.id());
    }
    json.add("remediations", remediations);
    return json;
  }

  private static JsonObject undecided(@Nullable String event, String verdict, String reason) {
    JsonObject json = start(event, verdict);
    json.add("rule", JsonNull.INSTANCE);
    json.add("response", JsonNull.INSTANCE);
    json.add("mode", JsonNull.INSTANCE);
    json.add("remediations", new JsonArray());
    json.add("target", JsonNull.INSTANCE);
    json.add("caller", JsonNull.INSTANCE);
    json.addProperty("reason", reason);
    return json;
  }

  private static JsonObject start(@Nullable String event, String verdict) {
    JsonObject json = new JsonObject();
    json.addProperty("event", event);
    json.addProperty("verdict", verdict);
    json.add("violations", new JsonArray());
    return json;
  }

  private static JsonObject end(JsonObject json, SnapshotWrite write, String reason) {
    json.addProperty("target", write.target().text());
    json.add("caller", caller(write.caller()));
    json.addProperty("reason", reason);
    return json;
  }

  private static JsonObject caller(Caller caller) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", caller.kind().text());
    json.addProperty("principal", text(caller.principal()));
    json.addProperty("application", text(caller.application()));
    json.addProperty("tenant", text(caller.tenant()));
    return json;
  }

  private static @Nullable String text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }
}
