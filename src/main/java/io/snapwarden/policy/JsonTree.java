package io.snapwarden.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import io.snapwarden.event.Digits;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads one value as a tree and notes repeated keys, of which Gson would keep the last unasked. */
final class JsonTree {

  private static final int MAX_SCALE = 400;

  private final JsonReader in;
  private final Problems problems;

  JsonTree(JsonReader in, Problems problems) {
    this.in = in;
    this.problems = problems;
  }

  Value read(Place place) throws IOException {
    return new Value(element(place), place, problems);
  }

  private JsonElement element(Place place) throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(place);
      case BEGIN_ARRAY -> array(place);
      case STRING -> new JsonPrimitive(in.nextString());
      case NUMBER -> number(in.nextString(), place);
      case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
      default -> {
        in.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  /** Whoever asks for the value of a number with a vast exponent waits for it. */
  private JsonElement number(String text, Place place) {
    int whole = Digits.number(text, 9);
    if (whole >= 0) {
      return new JsonPrimitive(whole);
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (text.length() <= MAX_SCALE && Math.abs((long) number.scale()) <= MAX_SCALE) {
        return new JsonPrimitive(number);
      }
    } catch (NumberFormatException e) {
      // Its exponent is no int.
    }
    problems.add(place, "is a number out of range");
    return JsonNull.INSTANCE;
  }

  private JsonObject object(Place place) throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    for (int member = 0; in.hasNext(); member++) {
      String key = in.nextName();
      JsonElement value = element(place.member(key));
      if (object.has(key)) {
        repeated(place, key, member);
      } else {
        object.add(key, value);
      }
    }
    in.endObject();
    return object;
  }

  void repeated(Place place, String key, int member) {
    problems.addAtKey(place.repeated(key, member), Quote.of(key) + " stands here already");
  }

  private JsonArray array(Place place) throws IOException {
    JsonArray array = new JsonArray();
    in.beginArray();
    while (in.hasNext()) {
      array.add(element(place.element(array.size())));
    }
    in.endArray();
    return array;
  }
}
