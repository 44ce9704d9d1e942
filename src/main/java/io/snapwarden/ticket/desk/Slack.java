package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.SlackBlocks;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** A Slack channel by its incoming webhook (docs.slack.dev, "Sending messages using webhooks"). */
final class Slack extends Channel {

  static final String NAME = "slack";

  private static final int LONGEST_HEADER = 150;
  private static final int BUDGET = 12_000;

  private Slack(Http http) {
    super(http);
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("URL");
    URI url = settings.url("URL", null, "the URL of an incoming webhook");
    return () ->
        new Slack(settings.http(NAME, url, Map::of, Secrets.of(url), settings.name("URL")));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The {@code text} is for notifications, which show no blocks: escaped, and without marks. */
  @Override
  JsonObject message(String title, Document body) {
    JsonObject plain = Json.of("type", "plain_text");
    plain.addProperty("text", Cut.to(title, LONGEST_HEADER));
    plain.addProperty("emoji", false);
    JsonObject header = Json.of("type", "header");
    header.add("text", plain);
    JsonArray blocks = new JsonArray();
    blocks.add(header);
    new SlackBlocks().write(body.within(BUDGET)).forEach(blocks::add);
    JsonObject message = Json.of("text", SlackBlocks.escaped(Cut.to(title, LONGEST_HEADER)));
    message.addProperty("mrkdwn", false);
    message.addProperty("unfurl_links", false);
    message.addProperty("unfurl_media", false);
    message.add("blocks", blocks);
    return message;
  }
}
