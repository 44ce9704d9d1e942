package io.snapwarden.ticket.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.text.Document.Block;
import java.util.List;

/**
 * The Atlassian Document Format, version 1 (developer.atlassian.com, "Atlassian Document Format").
 * Text nodes hold text alone: Jira reads no marks, mentions or links in them. An empty text node is
 * an error there, so none is written.
 */
public final class Adf implements Format<JsonObject> {

  @Override
  public JsonObject write(Document document) {
    JsonArray content = new JsonArray();
    for (Block block : document.blocks()) {
      content.add(block(block));
    }
    if (content.isEmpty()) {
      content.add(node("paragraph", new JsonArray()));
    }
    JsonObject doc = node("doc", content);
    doc.addProperty("version", 1);
    return doc;
  }

  private static JsonObject block(Block block) {
    return block.fold(
        paragraph -> node("paragraph", texts(text(paragraph.text()))),
        facts ->
            list(
                facts.facts().stream()
                    .map(
                        fact ->
                            texts(
                                marked(text(fact.name() + ": "), mark("strong")),
                                marked(text(fact.value()), mark("code"))))
                    .toList()),
        items -> list(items.items().stream().map(item -> texts(text(item))).toList()),
        code -> node("codeBlock", texts(text(String.join("\n", code.lines())))),
        links ->
            list(
                links.links().stream()
                    .map(link -> texts(marked(text(link.text()), link(link.to().toString()))))
                    .toList()));
  }

  private static JsonObject list(List<JsonArray> lines) {
    JsonArray items = new JsonArray();
    for (JsonArray line : lines) {
      JsonArray paragraph = new JsonArray();
      paragraph.add(node("paragraph", line));
      items.add(node("listItem", paragraph));
    }
    return node("bulletList", items);
  }

  private static JsonObject node(String type, JsonArray content) {
    JsonObject node = new JsonObject();
    node.addProperty("type", type);
    node.add("content", content);
    return node;
  }

  private static JsonObject text(String text) {
    JsonObject node = new JsonObject();
    node.addProperty("type", "text");
    node.addProperty("text", text);
    return node;
  }

  private static JsonObject marked(JsonObject text, JsonObject mark) {
    JsonArray marks = new JsonArray();
    marks.add(mark);
    text.add("marks", marks);
    return text;
  }

  private static JsonObject mark(String type) {
    JsonObject mark = new JsonObject();
    mark.addProperty("type", type);
    return mark;
  }

  private static JsonObject link(String to) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("href", to);
    JsonObject mark = mark("link");
    mark.add("attrs", attributes);
    return mark;
  }

  private static JsonArray texts(JsonObject... nodes) {
    JsonArray array = new JsonArray();
    for (JsonObject node : nodes) {
      if (!node.get("text").getAsString().isEmpty()) {
        array.add(node);
      }
    }
    return array;
  }
}
