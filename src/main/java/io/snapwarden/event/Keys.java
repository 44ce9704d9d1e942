package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one JSON object that matter. One that comes twice is a fault, because another reader
 * could have taken the other value; so is one whose value is of the wrong kind.
 */
final class Keys {

  private final RawEvent event;
  private final String path;
  private int seen;

  Keys(RawEvent event, String path) {
    this.event = event;
    this.path = path;
  }

  /** Notes that a key has come. */
  void once(int bit, RawEvent.Doubt doubt, String key) {
    if ((seen & 1 << bit) != 0) {
      event.fault(doubt, path + "." + key, " comes twice");
    }
    seen |= 1 << bit;
  }

  /** Reads the text of a key; null if it is null, or faulty. */
  @Nullable String text(int bit, RawEvent.Doubt doubt, String key, JsonReader json)
      throws IOException {
    once(bit, doubt, key);
    return text(doubt, key, json);
  }

  /**
   * The same where the Activity Log's API puts an object with {@code value} and {@code
   * localizedValue}.
   */
  @Nullable String localised(int bit, RawEvent.Doubt doubt, String key, JsonReader json)
      throws IOException {
    once(bit, doubt, key);
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      return text(doubt, key, json);
    }
    Keys inner = new Keys(event, path + "." + key);
    String value = null;
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("value")) {
        value = inner.text(0, doubt, "value", json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return value;
  }

  private @Nullable String text(RawEvent.Doubt doubt, String key, JsonReader json)
      throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.STRING) {
      return json.nextString();
    }
    if (token != JsonToken.NULL) {
      event.fault(doubt, path + "." + key, " is no text");
    }
    json.skipValue();
    return null;
  }
}
