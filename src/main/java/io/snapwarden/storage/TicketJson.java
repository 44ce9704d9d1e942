package io.snapwarden.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;

/** A ticket as JSON, as it is stored. */
final class TicketJson {

  private TicketJson() {}

  static String write(Ticket ticket, String openedBy) {
    JsonObject json = new JsonObject();
    json.addProperty("fingerprint", ticket.fingerprint());
    json.addProperty("title", ticket.title());
    json.addProperty("body", ticket.body());
    json.addProperty("severity", ticket.severity().text());
    JsonArray labels = new JsonArray();
    ticket.labels().forEach(labels::add);
    json.add("labels", labels);
    json.addProperty("openedBy", openedBy);
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
        json.get("body").getAsString(),
        Severity.parse(json.get("severity").getAsString()).orElseThrow(),
        labels);
  }

  static String openedBy(JsonObject json) {
    return json.get("openedBy").getAsString();
  }
}
