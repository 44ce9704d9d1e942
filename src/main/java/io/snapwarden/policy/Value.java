package io.snapwarden.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.Digits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value of a document and where it stands. Each question notes a problem where the value is not
 * what was asked for, and then answers null or nothing, so that reading goes on to the next
 * problem.
 */
final class Value {

  private final JsonElement json;
  private final Place place;
  private final Problems problems;

  Value(JsonElement json, Place place, Problems problems) {
    this.json = json;
    this.place = place;
    this.problems = problems;
  }

  JsonElement json() {
    return json;
  }

  Place place() {
    return place;
  }

  void problem(String message) {
    problems.add(place, message);
  }

  /** A problem further down, at a path as in {@code .allowFrom[0]}. */
  void problemAt(String path, String message) {
    problems.add(place.below(path), message);
  }

  /** A problem whose message ends in the line of another place. */
  void problem(String message, Place other) {
    problems.add(place, message, other);
  }

  void warn(String message) {
    problems.warn(place, message);
  }

  boolean isText() {
    return json.isJsonPrimitive() && json.getAsJsonPrimitive().isString();
  }

  /** Whether it is an object; any keys but these are problems. */
  boolean isObject(Set<String> keys) {
    if (!json.isJsonObject()) {
      problem("must be an object, not " + kind(json));
      return false;
    }
    for (String key : json.getAsJsonObject().keySet()) {
      if (!keys.contains(key)) {
        problems.addAtKey(
            place.member(key), "unknown key " + Quote.of(key) + Spelling.hint(key, keys));
      }
    }
    return true;
  }

  boolean isTextOrObject() {
    if (!isText() && !json.isJsonObject()) {
      problem("must be text or an object, not " + kind(json));
      return false;
    }
    return true;
  }

  @Nullable Value get(String key) {
    JsonObject object = json.getAsJsonObject();
    JsonElement member = object.get(key);
    return member == null ? null : new Value(member, place.member(key), problems);
  }

  @Nullable Value require(String key) {
    Value member = get(key);
    if (member == null) {
      problem(Quote.of(key) + " is missing");
    }
    return member;
  }

  /** Whether it is an object or a list with nothing in it. */
  boolean isEmpty() {
    return json.isJsonArray()
        ? json.getAsJsonArray().isEmpty()
        : json.isJsonObject() && json.getAsJsonObject().size() == 0;
  }

  /** What {@link #someOf(Function)} gives for a member; nothing if there is no such member. */
  <T> List<T> someOf(String key, Function<Value, @Nullable T> read) {
    Value list = get(key);
    return list == null ? List.of() : list.someOf(read);
  }

  /** The elements of a list with something in it; those that cannot be read are left out. */
  <T> List<T> someOf(Function<Value, @Nullable T> read) {
    if (json.isJsonArray() && isEmpty()) {
      problem("must not be empty");
    }
    return listOf(read);
  }

  /** The elements of a list; those that cannot be read are left out. */
  <T> List<T> listOf(Function<Value, @Nullable T> read) {
    List<Value> elements = elements();
    if (elements.size() == 1) {
      // By far the most, and a set for each would be half of what a policy's reading allocates.
      T only = read.apply(elements.get(0));
      return only == null ? List.of() : List.of(only);
    }
    Set<T> values = new LinkedHashSet<>();
    for (Value element : elements) {
      T value = read.apply(element);
      if (value != null && !values.add(value)) {
        element.problem("stands in this list already");
      }
    }
    return List.copyOf(values);
  }

  /** The elements of a list as they are. */
  List<Value> elements() {
    if (!json.isJsonArray()) {
      problem("must be a list, not " + kind(json));
      return List.of();
    }
    JsonArray array = json.getAsJsonArray();
    List<Value> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      elements.add(new Value(array.get(i), place.element(i), problems));
    }
    return elements;
  }

  @Nullable String text() {
    if (!isText()) {
      problem("must be text, not " + kind(json));
      return null;
    }
    return json.getAsString();
  }

  /** A whole number, written as one: without a fraction or an exponent. */
  @Nullable Integer whole(int min, int max) {
    int value = number();
    if (value < min || value > max) {
      problem("must be a whole number from " + min + " to " + max);
      return null;
    }
    return value;
  }

  boolean isNumber(int expected) {
    return number() == expected;
  }

  private int number() {
    boolean number = json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber();
    return number ? Digits.number(json.getAsString(), 6) : -1;
  }

  private static String kind(JsonElement json) {
    if (json.isJsonObject()) {
      return "an object";
    }
    if (json.isJsonArray()) {
      return "a list";
    }
    if (json.isJsonNull()) {
      return "null";
    }
    if (json.getAsJsonPrimitive().isString()) {
      return "text";
    }
    return json.getAsJsonPrimitive().isNumber() ? "a number" : "true or false";
  }
}
