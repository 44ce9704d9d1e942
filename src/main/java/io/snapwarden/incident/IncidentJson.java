package io.snapwarden.incident;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
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
    json.add("terms", terms(incident.terms()));
    json.addProperty("hold", incident.hold());
    json.addProperty("answeredUntil", Json.text(incident.answeredUntil()));
    json.addProperty("admitted", incident.admitted());
    json.addProperty("ticketRef", incident.ticketRef());
    json.addProperty("told", incident.told());
    json.addProperty("task", incident.task().name());
    json.add("steps", Json.objects(incident.steps(), StepJson::toJson));
    Approval approval = incident.approval();
    if (approval != null) {
      json.add("approval", ApprovalJson.toJson(approval));
    }
    json.addProperty("status", incident.status().name());
    json.addProperty("round", incident.round());
    json.addProperty("due", Json.text(incident.due()));
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

  private static JsonObject terms(Terms terms) {
    JsonObject json = new JsonObject();
    json.addProperty("mode", terms.mode().text());
    json.addProperty("policy", terms.policyHash());
    json.add("ticket", ResponseJson.toJson(terms.ticket()));
    json.addProperty("approvalExpiresAfterSeconds", terms.approvalExpires().toSeconds());
    json.addProperty("targetsPerHour", terms.targetsPerHour());
    return json;
  }

  private static JsonElement cause(Cause cause) {
    JsonObject json = new JsonObject();
    if (cause instanceof Cause.Violation violation) {
      json.add("write", WriteJson.toJson(violation.write()));
      json.add("violations", Json.strings(ViolationCode.texts(violation.codes())));
      json.addProperty("reason", violation.reason());
      json.addProperty("response", violation.response());
    } else {
      Cause.NotUnderstood notUnderstood = (Cause.NotUnderstood) cause;
      json.addProperty("from", notUnderstood.from());
      json.addProperty("reason", notUnderstood.reason());
      json.addProperty("evidence", notUnderstood.evidence());
      json.addProperty("digest", notUnderstood.digest());
      json.addProperty("whole", notUnderstood.whole());
    }
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; it names the place
   */
  public static Incident read(String text) {
    JsonObject json = MessageJson.object(text);
    Json.version(json, VERSION);
    return new Incident(
        Json.parsed(json, "id", IncidentId::parse),
        Json.instant(json, "createdAt"),
        Json.object(json, "cause", IncidentJson::readCause),
        new HashSet<>(Json.strings(json, "events")),
        Json.object(json, "terms", IncidentJson::readTerms),
        Json.string(json, "hold"),
        Json.instantOrNull(json, "answeredUntil"),
        Json.bool(json, "admitted"),
        Json.stringOrNull(json, "ticketRef"),
        Json.string(json, "told"),
        Json.constant(json, "task", Incident.Task.class),
        Json.objects(json, "steps", StepJson::fromJson),
        Json.objectOrNull(json, "approval", ApprovalJson::fromJson),
        Json.constant(json, "status", Incident.Status.class),
        Json.integer(json, "round"),
        Json.instantOrNull(json, "due"),
        Json.objectOrNull(
            json,
            "lease",
            lease ->
                new Incident.Lease(Json.string(lease, "holder"), Json.instant(lease, "until"))),
        new Incident.JournalHead(
            Json.integer(json, "journalCount"), Json.string(json, "journalHash")));
  }

  private static Terms readTerms(JsonObject json) {
    return new Terms(
        Json.parsed(json, "mode", Mode::parse),
        Json.string(json, "policy"),
        Json.object(json, "ticket", ResponseJson::ticket),
        Duration.ofSeconds(Json.whole(json, "approvalExpiresAfterSeconds")),
        Json.integer(json, "targetsPerHour"));
  }

  private static Cause readCause(JsonObject json) {
    return Json.isNull(json, "write")
        ? new Cause.NotUnderstood(
            Json.string(json, "from"),
            Json.string(json, "reason"),
            Json.string(json, "evidence"),
            Json.string(json, "digest"),
            Json.bool(json, "whole"))
        : new Cause.Violation(
            Json.object(json, "write", WriteJson::fromJson),
            ResponseJson.codes(json),
            Json.string(json, "reason"),
            Json.string(json, "response"));
  }
}
