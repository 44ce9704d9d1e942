package io.snapwarden.remediation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.event.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that the policy gives a remediation; they were checked when it was read. */
public record Options(JsonObject json) {

  public Options {
    json = json.deepCopy();
  }

  public static Options none() {
    return new Options(new JsonObject());
  }

  public boolean has(String key) {
    return json.has(key);
  }

  public String text(String key, String otherwise) {
    return json.get(key) instanceof JsonPrimitive value ? value.getAsString() : otherwise;
  }

  public int whole(String key, int otherwise) {
    return json.get(key) instanceof JsonPrimitive value ? value.getAsInt() : otherwise;
  }

  /** Whether it is given and true. */
  public boolean flag(String key) {
    return json.get(key) instanceof JsonPrimitive value && value.getAsBoolean();
  }

  /** The texts of a list; empty if it is not given. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (json.get(key) instanceof JsonArray list) {
      for (JsonElement each : list) {
        texts.add(each.getAsString());
      }
    }
    return texts;
  }

  public Optional<ResourceId> id(String key) {
    return json.get(key) instanceof JsonPrimitive value
        ? ResourceId.parse(value.getAsString())
        : Optional.empty();
  }

  /** The ids of a list; empty if it is not given. */
  public List<ResourceId> ids(String key) {
    return texts(key).stream().map(ResourceId::of).toList();
  }

  @Override
  public JsonObject json() {
    return json.deepCopy();
  }
}
