package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads values out of JSON that Snapwarden wrote. Whatever is missing or of another kind is an
 * {@link IllegalArgumentException} that names the place.
 */
final class Json {

  private Json() {}

  static String string(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new IllegalArgumentException("$." + key + " is not a string");
    }
    return value.getAsString();
  }

  static @Nullable String stringOrNull(JsonObject json, String key) {
    return isNull(json, key) ? null : string(json, key);
  }

  static int integer(JsonObject json, String key) {
    return within(key, () -> Integer.parseInt(number(json, key)));
  }

  static long whole(JsonObject json, String key) {
    return within(key, () -> Long.parseLong(number(json, key)));
  }

  /** What an app of another version wrote is not guessed at. */
  static void version(JsonObject json, int known) {
    int version = integer(json, "version");
    if (version != known) {
      throw new IllegalArgumentException(
          "$.version is " + version + ", and this app knows only " + known);
    }
  }

  private static String number(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw new IllegalArgumentException("$ is not a number");
    }
    return value.getAsString();
  }

  static boolean bool(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw new IllegalArgumentException("$." + key + " is not true or false");
    }
    return value.getAsBoolean();
  }

  static Instant instant(JsonObject json, String key) {
    try {
      return Instant.parse(string(json, key));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("$." + key + " is not an instant", e);
    }
  }

  static @Nullable Instant instantOrNull(JsonObject json, String key) {
    return isNull(json, key) ? null : instant(json, key);
  }

  /** A text that means something, which a parser knows. */
  static <T> T parsed(JsonObject json, String key, Function<String, Optional<T>> parser) {
    String text = string(json, key);
    return parser.apply(text).orElseThrow(() -> unknown(key, text));
  }

  static <T> @Nullable T parsedOrNull(
      JsonObject json, String key, Function<String, Optional<T>> parser) {
    return isNull(json, key) ? null : parsed(json, key, parser);
  }

  /** A constant by its name. */
  static <E extends Enum<E>> E constant(JsonObject json, String key, Class<E> type) {
    String text = string(json, key);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(() -> unknown(key, text));
  }

  static JsonObject object(JsonObject json, String key) {
    if (json.get(key) instanceof JsonObject value) {
      return value;
    }
    throw new IllegalArgumentException("$." + key + " is not an object");
  }

  static <T> T object(JsonObject json, String key, Function<JsonObject, T> reader) {
    JsonObject value = object(json, key);
    return within(key, () -> reader.apply(value));
  }

  static <T> @Nullable T objectOrNull(JsonObject json, String key, Function<JsonObject, T> reader) {
    return isNull(json, key) ? null : object(json, key, reader);
  }

  static boolean isNull(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null || value instanceof JsonNull;
  }

  static <T> List<T> objects(JsonObject json, String key, Function<JsonObject, T> reader) {
    List<T> objects = new ArrayList<>();
    for (JsonElement element : array(json, key)) {
      String place = key + "[" + objects.size() + "]";
      if (!(element instanceof JsonObject object)) {
        throw new IllegalArgumentException("$." + place + " is not an object");
      }
      objects.add(within(place, () -> reader.apply(object)));
    }
    return objects;
  }

  /** What older incidents do not have. */
  static List<String> stringsOrNone(JsonObject json, String key) {
    return isNull(json, key) ? List.of() : strings(json, key);
  }

  static List<String> strings(JsonObject json, String key) {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(json, key)) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
        throw new IllegalArgumentException("$." + key + "[" + strings.size() + "] is not a string");
      }
      strings.add(element.getAsString());
    }
    return strings;
  }

  /** Texts that mean something, which a parser knows. */
  static <T> List<T> parsedStrings(
      JsonObject json, String key, Function<String, Optional<T>> parser) {
    List<T> values = new ArrayList<>();
    for (String text : strings(json, key)) {
      values.add(
          parser.apply(text).orElseThrow(() -> unknown(key + "[" + values.size() + "]", text)));
    }
    return values;
  }

  private static JsonArray array(JsonObject json, String key) {
    if (json.get(key) instanceof JsonArray value) {
      return value;
    }
    throw new IllegalArgumentException("$." + key + " is not an array");
  }

  private static IllegalArgumentException unknown(String place, String text) {
    return new IllegalArgumentException("$." + place + " is unknown: " + text);
  }

  /** Puts the way to a place before what is wrong in it. */
  private static <T> T within(String place, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          "$." + place + (problem.startsWith("$") ? problem.substring(1) : ": " + problem), e);
    }
  }

  static JsonArray strings(Collection<String> values) {
    JsonArray array = new JsonArray();
    for (String value : values) {
      array.add(value);
    }
    return array;
  }

  static <T> JsonArray objects(Collection<T> values, Function<T, JsonObject> toJson) {
    JsonArray array = new JsonArray();
    for (T value : values) {
      array.add(toJson.apply(value));
    }
    return array;
  }

  /** The value's text, or null. */
  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
