package io.snapwarden.incident;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.policy.Limits;
import io.snapwarden.policy.ViolationCode;

/**
 * The text of a queue message: JSON with a version, so that a new app can read what an old one left
 * in the queue. Written by hand on Gson's tree, because the Gson of the Functions worker knows no
 * records.
 */
public final class MessageJson {

  private static final int VERSION = 1;

  private MessageJson() {}

  public static String write(IncidentMessage message) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    if (message instanceof IncidentMessage.Detected detected) {
      json.addProperty("kind", "detected");
      json.add("write", WriteJson.toJson(detected.write()));
      json.add("violations", Json.strings(ViolationCode.texts(detected.codes())));
      json.addProperty("reason", detected.reason());
      json.add("response", ResponseJson.toJson(detected.response()));
      json.addProperty("policy", detected.policyHash());
      json.addProperty("targetsPerHour", detected.targetsPerHour());
    } else if (message instanceof IncidentMessage.Advance advance) {
      json.addProperty("kind", "advance");
      json.addProperty("incident", advance.incident().text());
    } else if (message instanceof IncidentMessage.NotUnderstood notUnderstood) {
      json.addProperty("kind", "not-understood");
      json.addProperty("from", notUnderstood.from());
      json.addProperty("reason", notUnderstood.reason());
      json.addProperty("digest", notUnderstood.digest());
      json.addProperty("excerpt", notUnderstood.excerpt());
      json.addProperty("length", notUnderstood.length());
    } else if (message instanceof IncidentMessage.Undecided undecided) {
      json.addProperty("kind", "undecided");
      json.add("write", WriteJson.withGroups(undecided.write()));
      json.addProperty("badPolicy", undecided.badPolicy());
    } else if (message instanceof IncidentMessage.Tell tell) {
      json.addProperty("kind", "tell");
      json.addProperty("ticket", tell.ticket());
      json.addProperty("desk", tell.desk());
      json.addProperty("urgent", tell.urgent());
    } else {
      throw new IllegalArgumentException("no text for " + message.getClass());
    }
    return json.toString();
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is not one; it names the place
   */
  public static IncidentMessage read(String text) {
    JsonObject json = object(text);
    Json.version(json, VERSION);
    String kind = Json.string(json, "kind");
    return switch (kind) {
      case "detected" ->
          new IncidentMessage.Detected(
              Json.object(json, "write", WriteJson::fromJson),
              ResponseJson.codes(json),
              Json.string(json, "reason"),
              Json.object(json, "response", ResponseJson::response),
              Json.string(json, "policy"),
              Json.isNull(json, "targetsPerHour")
                  ? Limits.DEFAULT.remediatedTargetsPerHour()
                  : Json.integer(json, "targetsPerHour"));
      case "advance" ->
          new IncidentMessage.Advance(Json.parsed(json, "incident", IncidentId::parse));
      case "not-understood" ->
          new IncidentMessage.NotUnderstood(
              Json.string(json, "from"),
              Json.string(json, "reason"),
              Json.string(json, "digest"),
              Json.string(json, "excerpt"),
              Json.integer(json, "length"));
      case "undecided" ->
          new IncidentMessage.Undecided(
              Json.object(json, "write", WriteJson::fromJson), Json.string(json, "badPolicy"));
      case "tell" ->
          new IncidentMessage.Tell(
              Json.string(json, "ticket"), Json.string(json, "desk"), Json.bool(json, "urgent"));
      default -> throw new IllegalArgumentException("$.kind is unknown: " + kind);
    };
  }

  static JsonObject object(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("$ is not an object");
  }
}
