package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The published schema of the log, {@code log.schema.json}, to hold lines and queries to. */
public final class LogSchema {

  private final JsonObject every;
  private final JsonObject metrics;

  private LogSchema(JsonObject schema) {
    this.every = schema.getAsJsonObject("every");
    this.metrics = schema.getAsJsonObject("metrics");
  }

  /** As it is in the app's jar. */
  public static LogSchema published() {
    try (InputStream in = Log.class.getResourceAsStream("log.schema.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new LogSchema(JsonParser.parseString(text).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all metrics. */
  public Set<String> metrics() {
    return metrics.keySet();
  }

  /** The fields that lines of one metric may have; one within another has a dot in its name. */
  public Set<String> fields(String metric) {
    Set<String> fields = new TreeSet<>(every.keySet());
    if (metrics.has(metric)) {
      fields.addAll(own(metric).keySet());
    }
    return fields;
  }

  /** The values that a field may have; empty if it may have any. */
  public Set<String> values(String metric, String field) {
    Set<String> values = new TreeSet<>();
    JsonElement spec = metrics.has(metric) ? own(metric).get(field) : null;
    if (spec != null && spec.getAsJsonObject().has("values")) {
      spec.getAsJsonObject()
          .getAsJsonArray("values")
          .forEach(each -> values.add(each.getAsString()));
    }
    return values;
  }

  private JsonObject own(String metric) {
    return metrics.getAsJsonObject(metric).getAsJsonObject("fields");
  }

  /** What is wrong with one line of the log; empty if it is as published. */
  List<String> faults(String line) {
    JsonElement json;
    try {
      json = JsonParser.parseString(line);
    } catch (JsonParseException e) {
      return List.of("not JSON: " + line);
    }
    if (!(json instanceof JsonObject object) || !object.has("metric")) {
      return List.of("no metric: " + line);
    }
    String metric = object.get("metric").getAsString();
    if (!metrics.has(metric)) {
      return List.of("unknown metric: " + metric);
    }
    List<String> faults = new ArrayList<>();
    leaves(object)
        .forEach(
            (field, value) -> {
              if (!known(metric, field, value)) {
                faults.add("%s: unknown field: %s".formatted(metric, field));
              } else if (!allowed(metric, field, value)) {
                faults.add("%s: unknown value of %s: %s".formatted(metric, field, value));
              }
            });
    return faults;
  }

  /** The fields of one line, and what they hold. */
  static Map<String, JsonElement> leaves(JsonObject line) {
    Map<String, JsonElement> leaves = new TreeMap<>();
    collect("", line, leaves);
    return leaves;
  }

  private static void collect(String at, JsonObject object, Map<String, JsonElement> leaves) {
    object
        .entrySet()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof JsonObject inner) {
                collect(at + entry.getKey() + ".", inner, leaves);
              } else {
                leaves.put(at + entry.getKey(), entry.getValue());
              }
            });
  }

  /** What has fields of its own may be null as a whole. */
  private boolean known(String metric, String field, JsonElement value) {
    Set<String> fields = fields(metric);
    return fields.contains(field)
        || value.isJsonNull() && fields.stream().anyMatch(each -> each.startsWith(field + "."));
  }

  private boolean allowed(String metric, String field, JsonElement value) {
    Set<String> values = values(metric, field);
    if (values.isEmpty() || value.isJsonNull()) {
      return true;
    }
    if (value instanceof JsonArray array) {
      boolean all = true;
      for (JsonElement each : array) {
        all &= values.contains(each.getAsString());
      }
      return all;
    }
    return value instanceof JsonPrimitive && values.contains(value.getAsString());
  }

  /** The line, if it is as published. */
  static String conforming(String line) {
    List<String> faults = published().faults(line);
    if (!faults.isEmpty()) {
      throw new AssertionError("not as log.schema.json says: " + faults);
    }
    return line;
  }
}
