package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.PlainText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Tickets of one queue of Request Tracker 5 (docs.bestpractical.com, "RT::REST2"), found by the
 * mark at the end of their subject. Comments are RT's, which requestors do not get.
 */
final class RequestTracker implements TicketDesk {

  static final String NAME = "request-tracker";

  private static final Pattern QUEUE = Pattern.compile("[^'\"\\\\\\p{Cntrl}]{1,100}");

  /** Bytes of UTF-8: RT cuts what is longer in silence, and with it the mark at its end. */
  private static final int LONGEST_SUBJECT = 200;

  private static final int BUDGET = 40_000;

  /** The statuses of RT's own lifecycle from which nothing goes on by itself. */
  private static final Set<String> ENDED = Set.of("resolved", "rejected", "deleted");

  private final Http http;
  private final URI site;
  private final String queue;

  private RequestTracker(Http http, URI site, String queue) {
    this.http = http;
    this.site = site;
    this.queue = queue;
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("URL", "QUEUE", "TOKEN");
    URI url = settings.base("URL", null, "your server, as in https://rt.contoso.example");
    String queue = settings.require("QUEUE", QUEUE, "the name of a queue");
    String token =
        settings.secret("TOKEN", "an authentication token of an account that may use the queue");
    return () ->
        new RequestTracker(
            settings.http(
                NAME,
                url,
                () -> Map.of("Authorization", "token " + token, "Accept", "application/json"),
                List.of(token),
                settings.name("TOKEN") + " and " + settings.name("QUEUE")),
            url,
            queue);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Posted> find(String mark) {
    String query =
        "Queue = '%s' AND Subject LIKE '[%s]' AND Status != 'deleted'".formatted(queue, mark);
    JsonElement found =
        http.get(
            "/REST/2.0/tickets?per_page=1&fields=Subject&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
    return Json.objects(found, "items").stream()
        .filter(ticket -> Json.textOrEmpty(ticket, "Subject").contains(mark))
        .findFirst()
        .map(this::posted);
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    String end = " [" + mark + "]";
    JsonObject json = Json.of("Queue", queue);
    json.addProperty("Subject", Cut.toBytes(ticket.title(), LONGEST_SUBJECT - end.length()) + end);
    json.addProperty("ContentType", "text/plain");
    json.addProperty(
        "Content",
        "Severity: %s%nLabels: %s%n%n%s"
            .formatted(
                ticket.severity().text(),
                String.join(", ", ticket.labels()),
                text(ticket.body(), mark)));
    return posted(http.post("/REST/2.0/ticket", json));
  }

  @Override
  public boolean heard(Posted ticket, String mark) {
    JsonElement found =
        http.get(
            "%s/attachments?per_page=100&order=DESC&orderby=id&fields=Content"
                .formatted(path(ticket)));
    return Json.objects(found, "items").stream()
        .anyMatch(each -> Json.textOrEmpty(each, "Content").contains(mark));
  }

  @Override
  public void comment(Posted ticket, Note note) {
    JsonObject json = Json.of("ContentType", "text/plain");
    json.addProperty("Content", text(note.body(), note.mark()));
    http.post(path(ticket) + "/comment", json);
  }

  @Override
  public boolean isOpen(Posted ticket) {
    return !ENDED.contains(Json.text(http.get(path(ticket)), "Status"));
  }

  @Override
  public void close(Posted ticket, Note why) {
    if (isOpen(ticket)) {
      status(ticket, "resolved");
    }
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    if (!isOpen(ticket)) {
      status(ticket, "open");
    }
  }

  /** RT answers 200 also to what it refuses, and says so in words: so the status is read again. */
  private void status(Posted ticket, String status) {
    JsonElement said = http.put(path(ticket), Json.of("Status", status));
    if (!Json.text(http.get(path(ticket)), "Status").equals(status)) {
      throw DeskException.failed(
          "request-tracker did not make ticket %s %s: %s"
              .formatted(ticket.reference(), status, Cut.to(said.toString(), 200)));
    }
  }

  private static String path(Posted ticket) {
    return "/REST/2.0/ticket/" + ticket.reference();
  }

  private static String text(Document document, String mark) {
    return new PlainText().write(Marked.document(document, mark, BUDGET));
  }

  private Posted posted(JsonElement ticket) {
    String id = Json.text(ticket, "id");
    return new Posted(id, site + "/Ticket/Display.html?id=" + id);
  }
}
