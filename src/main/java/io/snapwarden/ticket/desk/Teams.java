package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.AdaptiveCard;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A Teams channel by a Workflows webhook ("Create incoming webhooks with Workflows for Microsoft
 * Teams", support.microsoft.com), which took the place of the connectors.
 */
final class Teams extends Channel {

  static final String NAME = "teams";

  /** A message has at most 28 KB, in which a character may count as two or three. */
  private static final int BUDGET = 5_000;

  private Teams(Http http) {
    super(http);
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("URL");
    URI url = settings.url("URL", null, "the URL of a workflow's webhook");
    return () ->
        new Teams(settings.http(NAME, url, Map::of, Secrets.of(url), settings.name("URL")));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  JsonObject message(String title, Document body) {
    JsonObject attachment = Json.of("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.add("contentUrl", JsonNull.INSTANCE);
    attachment.add(
        "content",
        new AdaptiveCard()
            .write(Document.builder().paragraph(title).all(body.within(BUDGET)).build()));
    JsonArray attachments = new JsonArray();
    attachments.add(attachment);
    JsonObject message = Json.of("type", "message");
    message.add("attachments", attachments);
    return message;
  }
}
