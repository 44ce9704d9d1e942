package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a policy answers, as JSON, in queue messages and in stored incidents. */
final class ResponseJson {

  private ResponseJson() {}

  static JsonObject toJson(ResponseRule response) {
    JsonObject json = new JsonObject();
    json.addProperty("id", response.id());
    json.addProperty("mode", response.mode().text());
    json.add("remediations", Json.objects(response.remediations(), ResponseJson::toJson));
    json.add("ticket", toJson(response.ticket()));
    json.addProperty("approvalExpiresAfterSeconds", response.approvalExpires().toSeconds());
    return json;
  }

  private static JsonObject toJson(RemediationChoice choice) {
    JsonObject json = new JsonObject();
    json.addProperty("remediation", choice.id());
    json.add("options", choice.options());
    return json;
  }

  static JsonObject toJson(TicketChoice ticket) {
    JsonObject json = new JsonObject();
    if (ticket.desks().size() == 1) {
      json.addProperty("desk", ticket.desks().get(0));
    } else {
      json.add("desk", Json.strings(ticket.desks()));
    }
    json.addProperty("severity", ticket.severity().text());
    json.add("labels", Json.strings(ticket.labels()));
    return json;
  }

  static ResponseRule response(JsonObject json) {
    return new ResponseRule(
        Json.string(json, "id"),
        List.of(),
        Set.of(),
        Json.parsed(json, "mode", Mode::parse),
        Json.objects(
            json,
            "remediations",
            choice ->
                new RemediationChoice(
                    Json.string(choice, "remediation"), Json.object(choice, "options"))),
        Json.object(json, "ticket", ResponseJson::ticket),
        Duration.ofSeconds(Json.whole(json, "approvalExpiresAfterSeconds")));
  }

  static TicketChoice ticket(JsonObject json) {
    return new TicketChoice(
        json.get("desk") instanceof JsonArray
            ? Json.strings(json, "desk")
            : List.of(Json.string(json, "desk")),
        Json.parsed(json, "severity", Severity::parse),
        Json.strings(json, "labels"));
  }

  static Set<ViolationCode> codes(JsonObject json) {
    return Set.copyOf(Json.parsedStrings(json, "violations", ViolationCode::parse));
  }
}
