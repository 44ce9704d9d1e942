package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alerts as developer.pagerduty.com, "Send an Alert Event", has them. */
final class PagerDutyStandIn extends StandIn {

  private final String routingKey;
  private final Map<String, List<Boolean>> alerts = new LinkedHashMap<>();
  private final List<String> summaries = new ArrayList<>();

  PagerDutyStandIn(String routingKey) {
    this.routingKey = routingKey;
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.method().equals("POST") && call.path().equals("/v2/enqueue"), "no such endpoint");
    demand(call.body().getBytes(StandardCharsets.UTF_8).length <= 512 * 1024, "too large");
    JsonObject event = call.json();
    demand(event.get("routing_key").getAsString().equals(routingKey), "routing_key");
    String key = event.get("dedup_key").getAsString();
    demand(!key.isEmpty() && key.length() <= 255, "dedup_key");
    switch (event.get("event_action").getAsString()) {
      case "trigger" -> trigger(key, event);
      case "resolve" -> resolve(key);
      default -> throw new Offence("event_action");
    }
    JsonObject answer = Json.of("status", "success");
    answer.addProperty("message", "Event processed");
    answer.addProperty("dedup_key", key);
    return Reply.json(202, answer);
  }

  private void trigger(String key, JsonObject event) {
    JsonObject payload = event.getAsJsonObject("payload");
    String summary = payload.get("summary").getAsString();
    demand(!summary.isBlank() && summary.length() <= 1_024, "summary");
    demand(payload.has("source"), "source");
    demand(
        Set.of("critical", "error", "warning", "info")
            .contains(payload.get("severity").getAsString()),
        "severity");
    demand(payload.get("custom_details").isJsonObject(), "custom_details");
    JsonArray links = event.has("links") ? event.getAsJsonArray("links") : new JsonArray();
    for (JsonElement link : links) {
      demand(link.getAsJsonObject().has("href"), "href");
    }
    List<Boolean> open = alerts.computeIfAbsent(key, none -> new ArrayList<>());
    if (open.isEmpty() || !open.get(open.size() - 1)) {
      open.add(true);
      summaries.add(summary);
    }
  }

  private void resolve(String key) {
    List<Boolean> open = alerts.getOrDefault(key, new ArrayList<>());
    if (!open.isEmpty()) {
      open.set(open.size() - 1, false);
    }
  }

  /** The last alert of each key; a resolved one that is triggered again is a new one. */
  @Override
  public synchronized List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    alerts
        .values()
        .forEach(
            open ->
                seen.add(
                    new Seen(
                        summaries.get(0),
                        open.get(open.size() - 1),
                        List.of("alerts: " + open.size()))));
    return seen;
  }
}
