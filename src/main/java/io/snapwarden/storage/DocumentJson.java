package io.snapwarden.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Document.Fact;
import io.snapwarden.ticket.text.Document.Link;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A document as JSON, as it is stored: one object for each block, with one key. */
final class DocumentJson {

  private DocumentJson() {}

  static JsonArray write(Document document) {
    JsonArray blocks = new JsonArray();
    for (Document.Block block : document.blocks()) {
      JsonObject json = new JsonObject();
      block.fold(
          paragraph -> put(json, "paragraph", List.of(paragraph.text())),
          facts ->
              put(
                  json,
                  "facts",
                  facts.facts().stream()
                      .flatMap(fact -> Stream.of(fact.name(), fact.value()))
                      .toList()),
          items -> put(json, "items", items.items()),
          code -> put(json, "code", code.lines()),
          links ->
              put(
                  json,
                  "links",
                  links.links().stream()
                      .flatMap(link -> Stream.of(link.text(), link.to().toString()))
                      .toList()));
      blocks.add(json);
    }
    return blocks;
  }

  private static JsonObject put(JsonObject json, String key, List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    json.add(key, array);
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Document read(JsonArray blocks) {
    Document.Builder document = Document.builder();
    for (JsonElement block : blocks) {
      var field = block.getAsJsonObject().entrySet().iterator().next();
      List<String> texts = new ArrayList<>();
      field.getValue().getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
      switch (field.getKey()) {
        case "paragraph" -> document.paragraph(texts.get(0));
        case "facts" -> document.facts(facts(texts));
        case "items" -> document.items(texts);
        case "code" -> document.code(texts);
        case "links" -> document.links(links(texts));
        default -> throw new IllegalArgumentException("unknown block: " + field.getKey());
      }
    }
    return document.build();
  }

  private static List<Fact> facts(List<String> texts) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      facts.add(new Fact(texts.get(i), texts.get(i + 1)));
    }
    return facts;
  }

  private static List<Link> links(List<String> texts) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i + 1 < texts.size(); i += 2) {
      links.add(new Link(texts.get(i), URI.create(texts.get(i + 1))));
    }
    return links;
  }
}
