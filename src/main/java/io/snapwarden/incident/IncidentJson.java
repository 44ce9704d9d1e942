package io.snapwarden.incident;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import java.util.HashSet;

/** An incident as JSON with a version, as it is stored. */
public final class IncidentJson {

  private static final int VERSION = 1;

  private IncidentJson() {}

  public static String write(Incident incident) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("id", incident.id().text());
    json.addProperty("createdAt", incident.createdAt().toString());
    json.add("cause", cause(incident.cause()));
    json.add("events", Json.strings(incident.events().stream().sorted().toList()));
    json.addProperty("mode", incident.mode().text());
    json.addProperty("policy", incident.policyHash());
    json.add("ticket", ResponseJson.toJson(incident.ticket()));
    json.addProperty("ticketRef", incident.ticketRef());
    json.addProperty("concluded", incident.concluded());
    json.add("steps", Json.objects(incident.steps(), IncidentJson::step));
    json.addProperty("status", incident.status().name());
    json.addProperty("round", incident.round());
    Incident.Lease lease = incident.lease();
    if (lease != null) {
      JsonObject held = new JsonObject();
      held.addProperty("holder", lease.holder());
      held.addProperty("until", lease.until().toString());
      json.add("lease", held);
    }
    json.addProperty("journalCount", incident.journal().count());
    json.addProperty("journalHash", incident.journal().hash());
    return json.toString();
  }

  private static JsonElement cause(Cause cause) {
    JsonObject json = new JsonObject();
    if (cause instanceof Cause.Violation violation) {
      json.add("write", WriteJson.toJson(violation.write()));
      json.add("violations", Json.strings(ResponseJson.texts(violation.codes())));
      json.addProperty("reason", violation.reason());
      json.addProperty("response", violation.response());
    } else {
      Cause.NotUnderstood notUnderstood = (Cause.NotUnderstood) cause;
      json.addProperty("from", notUnderstood.from());
      json.addProperty("reason", notUnderstood.reason());
      json.addProperty("evidence", notUnderstood.evidence());
    }
    return json;
  }

  private static JsonObject step(Step step) {
    JsonObject json = new JsonObject();
    json.addProperty("remediation", step.remediation());
    json.add("options", step.options());
    json.addProperty("state", step.state().name());
    json.addProperty("detail", step.detail());
    json.add("evidence", Json.strings(step.evidence()));
    json.addProperty("touchedFrom", Json.text(step.touchedFrom()));
    json.addProperty("touchedUntil", Json.text(step.touchedUntil()));
    json.addProperty("tries", step.tries());
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; it names the place
   */
  public static Incident read(String text) {
    JsonObject json = MessageJson.object(text);
    int version = Json.integer(json, "version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "$.version is " + version + ", and this app knows only " + VERSION);
    }
    return new Incident(
        Json.parsed(json, "id", IncidentId::parse),
        Json.instant(json, "createdAt"),
        Json.object(json, "cause", IncidentJson::readCause),
        new HashSet<>(Json.strings(json, "events")),
        Json.parsed(json, "mode", Mode::parse),
        Json.string(json, "policy"),
        Json.object(json, "ticket", ResponseJson::ticket),
        Json.stringOrNull(json, "ticketRef"),
        Json.bool(json, "concluded"),
        Json.objects(json, "steps", IncidentJson::readStep),
        Json.constant(json, "status", Incident.Status.class),
        Json.integer(json, "round"),
        Json.objectOrNull(
            json,
            "lease",
            lease ->
                new Incident.Lease(Json.string(lease, "holder"), Json.instant(lease, "until"))),
        new Incident.JournalHead(
            Json.integer(json, "journalCount"), Json.string(json, "journalHash")));
  }

  private static Cause readCause(JsonObject json) {
    return Json.isNull(json, "write")
        ? new Cause.NotUnderstood(
            Json.string(json, "from"), Json.string(json, "reason"), Json.string(json, "evidence"))
        : new Cause.Violation(
            Json.object(json, "write", WriteJson::fromJson),
            ResponseJson.codes(json),
            Json.string(json, "reason"),
            Json.string(json, "response"));
  }

  private static Step readStep(JsonObject json) {
    return new Step(
        Json.string(json, "remediation"),
        Json.object(json, "options"),
        Json.constant(json, "state", Step.State.class),
        Json.string(json, "detail"),
        Json.strings(json, "evidence"),
        Json.instantOrNull(json, "touchedFrom"),
        Json.instantOrNull(json, "touchedUntil"),
        Json.integer(json, "tries"));
  }
}
