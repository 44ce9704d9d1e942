package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
    json.addProperty("desk", ticket.desk());
    json.addProperty("severity", ticket.severity().text());
    json.add("labels", Json.strings(ticket.labels()));
    return json;
  }

  static ResponseRule response(JsonObject json) {
    return new ResponseRule(
        Json.string(json, "id"),
        List.of(),
        Set.of(),
        mode(json),
        Json.objects(json, "remediations").stream()
            .map(
                choice ->
                    new RemediationChoice(
                        Json.string(choice, "remediation"), Json.object(choice, "options")))
            .toList(),
        ticket(Json.object(json, "ticket")),
        Duration.ofSeconds(Json.whole(json, "approvalExpiresAfterSeconds")));
  }

  static TicketChoice ticket(JsonObject json) {
    String severity = Json.string(json, "severity");
    return new TicketChoice(
        Json.string(json, "desk"),
        Severity.parse(severity)
            .orElseThrow(() -> new IllegalArgumentException("$.severity is unknown: " + severity)),
        Json.strings(json, "labels"));
  }

  static Mode mode(JsonObject json) {
    String mode = Json.string(json, "mode");
    return Mode.parse(mode)
        .orElseThrow(() -> new IllegalArgumentException("$.mode is unknown: " + mode));
  }

  static Collection<String> texts(Set<ViolationCode> codes) {
    return codes.stream().sorted().map(ViolationCode::text).toList();
  }

  static Set<ViolationCode> codes(JsonObject json) {
    return Json.strings(json, "violations").stream()
        .map(
            text ->
                ViolationCode.parse(text)
                    .orElseThrow(
                        () -> new IllegalArgumentException("$.violations: unknown " + text)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ViolationCode.class)));
  }
}
