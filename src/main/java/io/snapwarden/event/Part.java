package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** An object of which some members matter. */
abstract class Part {

  private boolean found;

  /** Whether there was an object to read, be it empty. */
  final boolean found() {
    return found;
  }

  /** Reads the value of a member, or skips it. */
  abstract void member(String key, JsonReader json) throws IOException;

  private void read(JsonReader json) throws IOException {
    found = true;
    json.beginObject();
    while (json.hasNext()) {
      member(json.nextName(), json);
    }
    json.endObject();
  }

  /**
   * Reads an object, or one that stands as JSON in a string, as in events of 2017.
   *
   * @return false if there is something that is no whole object; what was read of it then must be
   *     forgotten. Absent and empty are no fault
   */
  static boolean nested(JsonReader json, Part part) throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.BEGIN_OBJECT) {
      part.read(json);
      return true;
    }
    if (token != JsonToken.STRING) {
      json.skipValue();
      return token == JsonToken.NULL;
    }
    String text = json.nextString();
    return text.isEmpty() || whole(text, part);
  }

  private static boolean whole(String text, Part part) {
    try (JsonReader json = strict(new StringReader(text))) {
      if (json.peek() != JsonToken.BEGIN_OBJECT) {
        return false;
      }
      part.read(json);
      return json.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The last is what the worker's Gson says of a bad escape.
      return false;
    }
  }

  /** Takes JSON and nothing near it. */
  @SuppressWarnings("deprecation") // What stands in its place is not in the worker's Gson 2.9.0.
  static JsonReader strict(java.io.Reader text) {
    JsonReader json = new JsonReader(text);
    json.setLenient(false);
    return json;
  }
}
