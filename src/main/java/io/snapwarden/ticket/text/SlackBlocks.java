package io.snapwarden.ticket.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.text.Document.Block;
import java.util.List;

/**
 * Slack's blocks (api.slack.com, "Reference: blocks"): all text is {@code plain_text}, in which
 * Slack reads no marks, mentions or links, or stands in rich text's own elements. A block holds at
 * most 3,000 characters, a message 50 blocks, of which we leave some to others.
 */
public final class SlackBlocks implements Format<JsonArray> {

  private static final int LONGEST = 3_000;
  private static final int MOST = 45;

  @Override
  public JsonArray write(Document document) {
    JsonArray blocks = new JsonArray();
    for (Block block : document.blocks()) {
      if (blocks.size() < MOST) {
        blocks.add(block(block));
      }
    }
    return blocks;
  }

  /**
   * A line for where Slack reads its marks: its three control characters are escaped
   * (docs.slack.dev, "Formatting message text").
   */
  public static String escaped(String line) {
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static JsonObject block(Block block) {
    return block.fold(
        paragraph -> section(paragraph.text()),
        facts -> section(new PlainText().write(one(facts))),
        items -> section(new PlainText().write(one(items))),
        code -> section(new PlainText().write(one(code))),
        SlackBlocks::links);
  }

  private static Document one(Block block) {
    return new Document(List.of(block));
  }

  private static JsonObject section(String text) {
    JsonObject plain = new JsonObject();
    plain.addProperty("type", "plain_text");
    plain.addProperty("emoji", false);
    plain.addProperty("text", Cut.to(text.isEmpty() ? " " : text, LONGEST));
    JsonObject section = new JsonObject();
    section.addProperty("type", "section");
    section.add("text", plain);
    return section;
  }

  private static JsonObject links(Document.Links links) {
    JsonArray elements = new JsonArray();
    for (Document.Link each : links.links()) {
      JsonObject link = new JsonObject();
      link.addProperty("type", "link");
      link.addProperty("url", each.to().toString());
      link.addProperty("text", each.text());
      JsonArray line = new JsonArray();
      line.add(link);
      JsonObject section = new JsonObject();
      section.addProperty("type", "rich_text_section");
      section.add("elements", line);
      elements.add(section);
    }
    JsonObject rich = new JsonObject();
    rich.addProperty("type", "rich_text");
    rich.add("elements", elements);
    return rich;
  }
}
