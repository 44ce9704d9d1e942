package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The text of a queue message: JSON with a version, so that a new app can read what an old one left in
 * the queue. Written by hand on Gson's tree, because the Gson of the Functions worker knows no records.
 */
public final class MessageJson {

  private static final int VERSION = 1;

  private MessageJson() {}

  public static String write(IncidentMessage message) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    return message
        .fold(
            detected -> detected(json, detected),
            advance -> {
              json.addProperty("kind", "advance");
              json.addProperty("incident", advance.incident().text());
              return json;
            },
            notUnderstood -> notUnderstood(json, notUnderstood))
        .toString();
  }

  private static JsonObject detected(JsonObject json, IncidentMessage.Detected detected) {
    json.addProperty("kind", "detected");
    json.add("write", WriteJson.toJson(detected.write()));
    JsonArray codes = new JsonArray();
    new TreeSet<>(detected.codes()).forEach(code -> codes.add(code.text()));
    json.add("violations", codes);
    json.addProperty("reason", detected.reason());
    json.add("response", response(detected.response()));
    json.addProperty("policy", detected.policyHash());
    return json;
  }

  private static JsonObject response(ResponseRule response) {
    JsonObject json = new JsonObject();
    json.addProperty("id", response.id());
    json.addProperty("mode", response.mode().text());
    JsonArray remediations = new JsonArray();
    for (RemediationChoice choice : response.remediations()) {
      JsonObject one = new JsonObject();
      one.addProperty("remediation", choice.id());
      one.add("options", choice.options());
      remediations.add(one);
    }
    json.add("remediations", remediations);
    JsonObject ticket = new JsonObject();
    ticket.addProperty("desk", response.ticket().desk());
    ticket.addProperty("severity", response.ticket().severity().text());
    JsonArray labels = new JsonArray();
    response.ticket().labels().forEach(labels::add);
    ticket.add("labels", labels);
    json.add("ticket", ticket);
    json.addProperty("approvalExpiresAfterSeconds", response.approvalExpires().toSeconds());
    return json;
  }

  private static JsonObject notUnderstood(JsonObject json, IncidentMessage.NotUnderstood message) {
    json.addProperty("kind", "not-understood");
    json.addProperty("from", message.from());
    json.addProperty("reason", message.reason());
    json.addProperty("digest", message.digest());
    json.addProperty("excerpt", message.excerpt());
    json.addProperty("length", message.length());
    return json;
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is not one, saying why
   */
  public static IncidentMessage read(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      int version = json.get("version").getAsInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("$.version is " + version + "; this app knows " + VERSION);
      }
      String kind = string(json, "kind");
      return switch (kind) {
        case "detected" -> readDetected(json);
        case "advance" -> new IncidentMessage.Advance(new IncidentId(string(json, "incident")));
        case "not-understood" ->
            new IncidentMessage.NotUnderstood(
                string(json, "from"),
                string(json, "reason"),
                string(json, "digest"),
                string(json, "excerpt"),
                json.get("length").getAsInt());
        default -> throw new IllegalArgumentException("$.kind is unknown: " + kind);
      };
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IllegalArgumentException("not a message of the queue: " + e.getMessage(), e);
    }
  }

  private static IncidentMessage readDetected(JsonObject json) {
    Set<ViolationCode> codes = new TreeSet<>();
    for (JsonElement code : json.getAsJsonArray("violations")) {
      codes.add(ViolationCode.parse(code.getAsString()).orElseThrow(IllegalArgumentException::new));
    }
    return new IncidentMessage.Detected(
        WriteJson.fromJson(json.getAsJsonObject("write")),
        codes,
        string(json, "reason"),
        readResponse(json.getAsJsonObject("response")),
        string(json, "policy"));
  }

  private static ResponseRule readResponse(JsonObject json) {
    List<RemediationChoice> remediations = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("remediations")) {
      JsonObject one = element.getAsJsonObject();
      remediations.add(
          new RemediationChoice(string(one, "remediation"), one.getAsJsonObject("options")));
    }
    JsonObject ticket = json.getAsJsonObject("ticket");
    List<String> labels = new ArrayList<>();
    ticket.getAsJsonArray("labels").forEach(label -> labels.add(label.getAsString()));
    return new ResponseRule(
        string(json, "id"),
        List.of(),
        Set.of(),
        Mode.parse(string(json, "mode")).orElseThrow(IllegalArgumentException::new),
        remediations,
        new TicketChoice(
            string(ticket, "desk"),
            Severity.parse(string(ticket, "severity")).orElseThrow(IllegalArgumentException::new),
            labels),
        Duration.ofSeconds(json.get("approvalExpiresAfterSeconds").getAsLong()));
  }

  private static String string(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("$." + key + " is missing");
    }
    return value.getAsString();
  }
}
