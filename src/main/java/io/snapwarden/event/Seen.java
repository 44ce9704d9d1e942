package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * One event while it is read: which of its keys have come already, on whichever level, and where
 * the text stands that is being read. Lives for one event in one thread.
 */
final class Seen {

  final RawEvent event;

  private String place = "$";
  private long keys;

  Seen(RawEvent event) {
    this.event = event;
  }

  /** What reads an object. */
  interface Part {
    void read(JsonReader json) throws IOException;
  }

  /** Takes note of a key; one that comes twice makes the event unreadable. */
  void mark(int key, JsonReader json) {
    if ((keys & 1L << key) != 0 && event.problem == null) {
      event.problem = place + json.getPath().substring(1) + " comes twice";
    }
    keys |= 1L << key;
  }

  /** The text under a key that may come only once; null if it is no text. */
  @Nullable String once(int key, JsonReader json) throws IOException {
    mark(key, json);
    return text(json);
  }

  /**
   * Reads an object, or one that stands as JSON in a string, as in events of 2017.
   *
   * @return whether there was one; absent and empty are no object, and no fault either
   */
  boolean nested(JsonReader json, Part part) throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.BEGIN_OBJECT) {
      part.read(json);
      return true;
    }
    if (token != JsonToken.STRING) {
      boolean absent = token == JsonToken.NULL;
      json.skipValue();
      return absent;
    }
    String path = json.getPath();
    String text = json.nextString();
    if (text.isEmpty()) {
      return true;
    }
    String outer = place;
    place = outer + path.substring(1);
    try (JsonReader inner = new JsonReader(new StringReader(text))) {
      if (inner.peek() != JsonToken.BEGIN_OBJECT) {
        return false;
      }
      part.read(inner);
      return inner.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      return false;
    } finally {
      place = outer;
    }
  }

  /** A string, or the {@code value} of a localised one; null for anything else. */
  static @Nullable String text(JsonReader json) throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.STRING) {
      return json.nextString();
    }
    if (token != JsonToken.BEGIN_OBJECT) {
      json.skipValue();
      return null;
    }
    String value = null;
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("value") && json.peek() == JsonToken.STRING) {
        value = json.nextString();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return value;
  }
}
