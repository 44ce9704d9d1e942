package io.snapwarden.ticket.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.text.Document.Block;
import java.util.List;

/**
 * An Adaptive Card, version 1.4 (adaptivecards.io, "Schema explorer"), as Teams shows it. Text
 * stands in {@code RichTextBlock}s, whose runs hold text alone: a {@code TextBlock} would read
 * Markdown. Teams takes at most 28 KB ("Format cards in Microsoft Teams", Microsoft Learn).
 */
public final class AdaptiveCard implements Format<JsonObject> {

  @Override
  public JsonObject write(Document document) {
    JsonArray body = new JsonArray();
    JsonArray actions = new JsonArray();
    for (Block block : document.blocks()) {
      block.fold(
          paragraph -> add(body, paragraph.text(), false),
          facts -> {
            facts.facts().forEach(fact -> add(body, fact.name() + ": " + fact.value(), false));
            return body;
          },
          items -> {
            items.items().forEach(item -> add(body, "• " + item, false));
            return body;
          },
          code -> {
            code.lines().forEach(line -> add(body, line, true));
            return body;
          },
          links -> {
            links.links().forEach(link -> actions.add(action(link)));
            return body;
          });
    }
    JsonObject card = new JsonObject();
    card.addProperty("type", "AdaptiveCard");
    card.addProperty("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.addProperty("version", "1.4");
    card.add("body", body);
    card.add("actions", actions);
    return card;
  }

  private static JsonArray add(JsonArray body, String text, boolean code) {
    JsonObject run = new JsonObject();
    run.addProperty("type", "TextRun");
    run.addProperty("text", text.isEmpty() ? " " : text);
    if (code) {
      run.addProperty("fontType", "Monospace");
    }
    JsonArray inlines = new JsonArray();
    List.of(run).forEach(inlines::add);
    JsonObject block = new JsonObject();
    block.addProperty("type", "RichTextBlock");
    block.add("inlines", inlines);
    body.add(block);
    return body;
  }

  private static JsonObject action(Document.Link link) {
    JsonObject action = new JsonObject();
    action.addProperty("type", "Action.OpenUrl");
    action.addProperty("title", link.text());
    action.addProperty("url", link.to().toString());
    return action;
  }
}
