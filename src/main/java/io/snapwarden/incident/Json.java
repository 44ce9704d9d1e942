package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
    JsonElement value = json.get(key);
    return value == null || value instanceof JsonNull ? null : string(json, key);
  }

  static int integer(JsonObject json, String key) {
    return Math.toIntExact(whole(json, key));
  }

  static long whole(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      throw new IllegalArgumentException("$." + key + " is not a number");
    }
    return value.getAsLong();
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
    return stringOrNull(json, key) == null ? null : instant(json, key);
  }

  static JsonObject object(JsonObject json, String key) {
    if (json.get(key) instanceof JsonObject value) {
      return value;
    }
    throw new IllegalArgumentException("$." + key + " is not an object");
  }

  static @Nullable JsonObject objectOrNull(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null || value instanceof JsonNull ? null : object(json, key);
  }

  static List<JsonElement> array(JsonObject json, String key) {
    if (json.get(key) instanceof JsonArray value) {
      List<JsonElement> elements = new ArrayList<>();
      value.forEach(elements::add);
      return elements;
    }
    throw new IllegalArgumentException("$." + key + " is not an array");
  }

  static List<JsonObject> objects(JsonObject json, String key) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array(json, key)) {
      if (!(element instanceof JsonObject object)) {
        throw new IllegalArgumentException("$." + key + " holds something that is not an object");
      }
      objects.add(object);
    }
    return objects;
  }

  static List<String> strings(JsonObject json, String key) {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(json, key)) {
      if (!element.isJsonPrimitive()) {
        throw new IllegalArgumentException("$." + key + " holds something that is not a string");
      }
      strings.add(element.getAsString());
    }
    return strings;
  }

  static JsonArray strings(Collection<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  static <T> JsonArray objects(Collection<T> values, Function<T, JsonObject> toJson) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(toJson.apply(value)));
    return array;
  }

  /** The value's text, or null. */
  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
