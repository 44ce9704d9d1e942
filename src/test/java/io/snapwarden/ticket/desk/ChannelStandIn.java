package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A channel's webhook, which takes messages and gives nothing back. */
final class ChannelStandIn extends StandIn {

  private final Function<JsonObject, String> titleOf;
  private final Reply thanks;
  private final List<String> titles = new ArrayList<>();

  private ChannelStandIn(Function<JsonObject, String> titleOf, Reply thanks) {
    this.titleOf = titleOf;
    this.thanks = thanks;
  }

  /** As docs.slack.dev, "Reference: blocks", has it. */
  static ChannelStandIn slack() {
    return new ChannelStandIn(
        ChannelStandIn::slack, new Reply(200, "ok", java.util.Map.of("Content-Type", "text/html")));
  }

  /** As Microsoft Learn, "Format cards in Microsoft Teams", has it. */
  static ChannelStandIn teams() {
    return new ChannelStandIn(ChannelStandIn::teams, Reply.empty(202));
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.method().equals("POST"), "method");
    demand(call.path().equals("/services/T1/B1/" + DeskContract.SECRET), "no_service");
    demand(call.header("Content-Type").startsWith("application/json"), "Content-Type");
    demand(call.body().getBytes(StandardCharsets.UTF_8).length <= 28 * 1024, "too large");
    titles.add(titleOf.apply(call.json()));
    return thanks;
  }

  private static String slack(JsonObject message) {
    String text = message.get("text").getAsString();
    demand(!text.contains("<") && !message.get("mrkdwn").getAsBoolean(), "marks in the text");
    demand(message.getAsJsonArray("blocks").size() <= 50, "invalid_blocks: too many");
    for (JsonElement block : message.getAsJsonArray("blocks")) {
      String type = block.getAsJsonObject().get("type").getAsString();
      if (type.equals("rich_text")) {
        continue;
      }
      JsonObject plain = block.getAsJsonObject().getAsJsonObject("text");
      demand(plain.get("type").getAsString().equals("plain_text"), "marks");
      int length = plain.get("text").getAsString().length();
      demand(length > 0 && length <= (type.equals("header") ? 150 : 3_000), "invalid_blocks");
    }
    return message
        .getAsJsonArray("blocks")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("text")
        .get("text")
        .getAsString();
  }

  private static String teams(JsonObject message) {
    demand(message.get("type").getAsString().equals("message"), "type");
    JsonObject attachment = message.getAsJsonArray("attachments").get(0).getAsJsonObject();
    demand(
        attachment
            .get("contentType")
            .getAsString()
            .equals("application/vnd.microsoft.card.adaptive"),
        "contentType");
    JsonObject card = attachment.getAsJsonObject("content");
    demand(card.get("type").getAsString().equals("AdaptiveCard"), "Property 'type'");
    demand(card.get("version").getAsString().equals("1.4"), "version");
    for (JsonElement block : card.getAsJsonArray("body")) {
      demand(block.getAsJsonObject().get("type").getAsString().equals("RichTextBlock"), "marks");
    }
    return card.getAsJsonArray("body")
        .get(0)
        .getAsJsonObject()
        .getAsJsonArray("inlines")
        .get(0)
        .getAsJsonObject()
        .get("text")
        .getAsString();
  }

  /** One ticket: its first message is its title, the others say how it goes on. */
  @Override
  public synchronized List<Seen> seen() {
    if (titles.isEmpty()) {
      return List.of();
    }
    boolean closed = titles.lastIndexOf(last("Closed")) > titles.lastIndexOf(last("Open again"));
    return List.of(new Seen(titles.get(0), !closed, List.copyOf(titles.subList(1, titles.size()))));
  }

  private String last(String beginning) {
    return titles.stream().filter(title -> title.startsWith(beginning)).findFirst().orElse("-");
  }
}
