package io.snapwarden.infra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.sandbox.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The templates as a grammar of Bicep reads them: {@code tree-sitter-bicep}, by Node, which the
 * storage emulator needs anyway. It knows the syntax and nothing of types: it is no compiler.
 */
final class Bicep {

  private static final Node NODE =
      new Node(
          Path.of("target", "bicep"), List.of("tree-sitter-bicep@1.1.0", "web-tree-sitter@0.27.1"));

  private Bicep() {}

  /** What each file declares, by its name. */
  static Map<String, JsonObject> read(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files
              .filter(file -> file.toString().endsWith(".bicep"))
              .map(Path::toString)
              .sorted()
              .toList();
      Map<String, JsonObject> read = new LinkedHashMap<>();
      for (String line : NODE.run("src/test/node/bicep.mjs", names).split("\n")) {
        JsonObject file = JsonParser.parseString(line).getAsJsonObject();
        read.put(Path.of(file.get("file").getAsString()).getFileName().toString(), file);
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts in a list of one file, or one text of each object in it. */
  static List<String> texts(JsonObject file, String list, String... key) {
    List<String> texts = new ArrayList<>();
    JsonArray array = file.getAsJsonArray(list);
    for (JsonElement element : array) {
      texts.add(
          key.length == 0
              ? element.getAsString()
              : element.getAsJsonObject().get(key[0]).getAsString());
    }
    return texts;
  }
}
