package io.snapwarden.remediation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value that a change makes other than it was.
 *
 * @param path as in {@code properties.agentPoolProfiles[pool1].count}; empty for all of it
 * @param from null if there was none
 * @param to null if there would be none
 */
public record Difference(String path, @Nullable JsonElement from, @Nullable JsonElement to) {

  private static final int LONGEST = 200;

  /** All differences, in the order in which the values stand; a missing resource is null. */
  public static List<Difference> between(@Nullable JsonObject from, @Nullable JsonObject to) {
    List<Difference> found = new ArrayList<>();
    compare("", from, to, found);
    return found;
  }

  private static void compare(
      String path, @Nullable JsonElement from, @Nullable JsonElement to, List<Difference> found) {
    if (from instanceof JsonObject was && to instanceof JsonObject is) {
      Set<String> keys = new LinkedHashSet<>(was.keySet());
      keys.addAll(is.keySet());
      for (String key : keys) {
        compare(path.isEmpty() ? key : path + "." + key, was.get(key), is.get(key), found);
      }
    } else if (from instanceof JsonArray was && to instanceof JsonArray is) {
      compareLists(path, was, is, found);
    } else if (from == null ? to != null : !from.equals(to)) {
      found.add(new Difference(path, from, to));
    }
  }

  private static void compareLists(
      String path, JsonArray was, JsonArray is, List<Difference> found) {
    Map<String, JsonElement> before = byName(was);
    Map<String, JsonElement> after = byName(is);
    if (before.size() == was.size() && after.size() == is.size()) {
      Set<String> names = new LinkedHashSet<>(before.keySet());
      names.addAll(after.keySet());
      for (String name : names) {
        compare(path + "[" + name + "]", before.get(name), after.get(name), found);
      }
    } else if (was.size() == is.size()) {
      for (int i = 0; i < was.size(); i++) {
        compare(path + "[" + i + "]", was.get(i), is.get(i), found);
      }
    } else {
      found.add(new Difference(path, was, is));
    }
  }

  /** The entries of a list whose entries have names of their own; else it has fewer. */
  private static Map<String, JsonElement> byName(JsonArray list) {
    Map<String, JsonElement> byName = new LinkedHashMap<>();
    for (JsonElement each : list) {
      if (each instanceof JsonObject entry && entry.get("name") instanceof JsonPrimitive name) {
        byName.put(name.getAsString(), entry);
      }
    }
    return byName;
  }

  /** In one line, for people, as in {@code ~ properties.count: 3 -> 5}. */
  public String text() {
    String where = path.isEmpty() ? "" : Plain.text(path, LONGEST) + ": ";
    if (from == null) {
      return "+ " + where + shown(to);
    }
    return to == null
        ? "- " + where + shown(from)
        : "~ " + where + shown(from) + " -> " + shown(to);
  }

  private static String shown(@Nullable JsonElement value) {
    return Plain.text(String.valueOf(value), LONGEST);
  }
}
