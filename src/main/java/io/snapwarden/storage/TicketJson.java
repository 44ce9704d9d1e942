package io.snapwarden.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;

/** A ticket and its comments as JSON, as they are stored. */
final class TicketJson {

  private TicketJson() {}

  static String write(Ticket ticket) {
    JsonObject json = new JsonObject();
    json.addProperty("fingerprint", ticket.fingerprint());
    json.addProperty("title", ticket.title());
    json.add("body", DocumentJson.write(ticket.body()));
    json.addProperty("severity", ticket.severity().text());
    JsonArray labels = new JsonArray();
    ticket.labels().forEach(labels::add);
    json.add("labels", labels);
    return json.toString();
  }

  static Ticket ticket(JsonObject json) {
    List<String> labels = new ArrayList<>();
    for (JsonElement label : json.getAsJsonArray("labels")) {
      labels.add(label.getAsString());
    }
    return new Ticket(
        json.get("fingerprint").getAsString(),
        json.get("title").getAsString(),
        DocumentJson.read(json.getAsJsonArray("body")),
        Severity.parse(json.get("severity").getAsString()).orElseThrow(),
        labels);
  }

  static String write(Ticket.Comment comment) {
    JsonObject json = new JsonObject();
    json.addProperty("key", comment.key());
    json.addProperty("about", comment.about());
    json.addProperty("line", comment.line());
    json.add("body", DocumentJson.write(comment.body()));
    json.addProperty("attention", comment.attention());
    return json.toString();
  }

  static Ticket.Comment comment(JsonObject json) {
    return new Ticket.Comment(
        json.get("key").getAsString(),
        json.get("about").getAsString(),
        json.get("line").getAsString(),
        DocumentJson.read(json.getAsJsonArray("body")),
        json.get("attention").getAsBoolean());
  }
}
