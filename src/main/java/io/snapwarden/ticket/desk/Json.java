package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.ticket.DeskException;
import java.util.ArrayList;
import java.util.List;

/** Reads what desks answer; what is not there is the desk's failure. */
final class Json {

  private Json() {}

  static JsonObject of(String key, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(key, value);
    return json;
  }

  static JsonObject of(String key, JsonElement value) {
    JsonObject json = new JsonObject();
    json.add(key, value);
    return json;
  }

  /** A text or a number, at a path as in {@code fields/status/name}. */
  static String text(JsonElement json, String path) {
    JsonElement value = at(json, path);
    if (value instanceof JsonPrimitive primitive) {
      return primitive.getAsString();
    }
    throw missing(path);
  }

  /** The same, or empty. */
  static String textOrEmpty(JsonElement json, String path) {
    return at(json, path) instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
  }

  /** The objects of a list; the answer itself is the list if the path is empty. */
  static List<JsonObject> objects(JsonElement json, String path) {
    if (!(at(json, path) instanceof JsonArray array)) {
      throw missing(path);
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array) {
      if (element instanceof JsonObject object) {
        objects.add(object);
      }
    }
    return objects;
  }

  private static JsonElement at(JsonElement json, String path) {
    JsonElement value = json;
    for (String key : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      value = value instanceof JsonObject object ? object.get(key) : null;
    }
    return value == null ? com.google.gson.JsonNull.INSTANCE : value;
  }

  private static DeskException missing(String path) {
    return DeskException.failed(
        "the answer has no %s: is that the address of the desk's API?".formatted(path));
  }
}
