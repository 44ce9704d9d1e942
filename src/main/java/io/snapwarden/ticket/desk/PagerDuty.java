package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.PlainText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Alerts of one PagerDuty service (developer.pagerduty.com, "Events API v2"). The mark is the
 * {@code dedup_key}: the same one again is the same alert, so nothing needs to be looked up.
 *
 * <p>It takes no comments. Further writes trigger the alert again, which adds to an open one and
 * raises a resolved one anew; how the first one went on is told when it is resolved.
 */
final class PagerDuty implements TicketDesk {

  static final String NAME = "pagerduty";

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{32}");
  private static final int LONGEST_SUMMARY = 1_024;

  /** An event has at most 512 KB. */
  private static final int BUDGET = 40_000;

  private final Http http;
  private final String routingKey;

  private PagerDuty(Http http, String routingKey) {
    this.http = http;
    this.routingKey = routingKey;
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("ROUTING_KEY", "URL");
    URI url =
        settings.base(
            "URL", "https://events.pagerduty.com", "the address of the Events API of your region");
    String key =
        settings.require(
            "ROUTING_KEY", KEY, "the integration key of a service's Events API v2 integration");
    return () ->
        new PagerDuty(
            settings.http(NAME, url, Map::of, List.of(key), settings.name("ROUTING_KEY")), key);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    JsonObject event = event("trigger", mark);
    JsonObject payload = payload(ticket.title(), severity(ticket.severity()));
    payload.add("custom_details", Json.of("ticket", text(ticket.body())));
    JsonArray labels = new JsonArray();
    ticket.labels().forEach(labels::add);
    payload.getAsJsonObject("custom_details").add("labels", labels);
    event.add("payload", payload);
    event.add("links", links(ticket.body()));
    http.tell("/v2/enqueue", event, Map.of());
    return new Posted(mark, null);
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "info";
    };
  }

  @Override
  public void comment(Posted ticket, Note note) {
    if (note.repeat()) {
      trigger(ticket, note, "Further writes");
    }
  }

  @Override
  public void close(Posted ticket, Note why) {
    http.tell("/v2/enqueue", event("resolve", ticket.reference()), Map.of());
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    trigger(ticket, why, "To be attended to again");
  }

  private void trigger(Posted ticket, Note note, String summary) {
    JsonObject event = event("trigger", ticket.reference());
    JsonObject payload = payload("Unauthorised AKS snapshots: " + summary, "error");
    payload.add("custom_details", Json.of("comment", text(note.body())));
    event.add("payload", payload);
    http.tell("/v2/enqueue", event, Map.of());
  }

  private JsonObject event(String action, String key) {
    JsonObject event = Json.of("routing_key", routingKey);
    event.addProperty("event_action", action);
    event.addProperty("dedup_key", key);
    event.addProperty("client", "Snapwarden");
    return event;
  }

  private static JsonObject payload(String summary, String severity) {
    JsonObject payload = Json.of("summary", Cut.to(summary, LONGEST_SUMMARY));
    payload.addProperty("source", "snapwarden");
    payload.addProperty("severity", severity);
    return payload;
  }

  private static String text(Document document) {
    return new PlainText().write(document.within(BUDGET));
  }

  private static JsonArray links(Document document) {
    JsonArray links = new JsonArray();
    for (Document.Link link : document.links()) {
      JsonObject json = Json.of("href", link.to().toString());
      json.addProperty("text", link.text());
      links.add(json);
    }
    return links;
  }
}
