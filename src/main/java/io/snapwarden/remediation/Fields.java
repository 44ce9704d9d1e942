package io.snapwarden.remediation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Azure answers, of which anything may be missing or of another type. */
public final class Fields {

  private Fields() {}

  /** What stands at a path; null if there is nothing. */
  public static @Nullable JsonElement at(JsonObject json, String... path) {
    @Nullable JsonElement value = json;
    for (String key : path) {
      value = value instanceof JsonObject object ? object.get(key) : null;
    }
    return value;
  }

  /** The object at a path, not a copy; an empty one of its own if there is none. */
  public static JsonObject object(JsonObject json, String... path) {
    return at(json, path) instanceof JsonObject object ? object : new JsonObject();
  }

  /** The text at a path; empty if there is none. */
  public static String text(JsonObject json, String... path) {
    return at(json, path) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  public static boolean flag(JsonObject json, String... path) {
    return at(json, path) instanceof JsonPrimitive value && value.getAsBoolean();
  }

  /** The whole number at a path; empty if there is none. */
  public static Optional<Integer> whole(JsonObject json, String... path) {
    return at(json, path) instanceof JsonPrimitive value && value.isNumber()
        ? Optional.of(value.getAsInt())
        : Optional.empty();
  }

  /** The objects of the list at a path, not copies. */
  public static List<JsonObject> objects(JsonObject json, String... path) {
    List<JsonObject> objects = new ArrayList<>();
    if (at(json, path) instanceof JsonArray list) {
      for (JsonElement each : list) {
        if (each instanceof JsonObject object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  /** The texts of the list at a path. */
  public static List<String> texts(JsonObject json, String... path) {
    List<String> texts = new ArrayList<>();
    if (at(json, path) instanceof JsonArray list) {
      for (JsonElement each : list) {
        if (each instanceof JsonPrimitive text) {
          texts.add(text.getAsString());
        }
      }
    }
    return texts;
  }

  /** A key as it stands there, whatever its case; as given if it is not there. */
  public static String key(JsonObject json, String name) {
    return json.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }
}
