package io.snapwarden.policy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How large a definition of Azure Policy may be: Microsoft Learn, "Azure Policy definition
 * structure policy rule", Policy rule limits, enforced when a definition is made; and "Azure
 * subscription and service limits", Azure Policy limits, for the bytes.
 */
final class DefinitionLimits {

  static final int CONDITIONS = 4096;
  static final int FUNCTIONS = 2048;
  static final int BYTES = 1_048_576;

  private DefinitionLimits() {}

  /** The limits that it exceeds, one sentence each. */
  static List<String> excesses(JsonObject definition) {
    JsonElement rule = definition.getAsJsonObject("properties").get("policyRule");
    int conditions = count(rule.getAsJsonObject().get("if"), DefinitionLimits::isCondition);
    int functions = count(rule, DefinitionLimits::isFunction);
    int bytes = definition.toString().getBytes(StandardCharsets.UTF_8).length;
    List<String> excesses = new ArrayList<>();
    add(excesses, conditions, CONDITIONS, "conditions");
    add(excesses, functions, FUNCTIONS, "functions");
    add(excesses, bytes, BYTES, "bytes");
    return excesses;
  }

  private static void add(List<String> excesses, int count, int limit, String of) {
    if (count > limit) {
      excesses.add("it has %d %s, of which Azure takes %d".formatted(count, of, limit));
    }
  }

  private static boolean isCondition(JsonElement json) {
    return json instanceof JsonObject object && (object.has("field") || object.has("value"));
  }

  /** Those that are used here call one function each. */
  private static boolean isFunction(JsonElement json) {
    return json instanceof JsonPrimitive text
        && text.isString()
        && text.getAsString().startsWith("[");
  }

  private static int count(JsonElement json, Predicate<JsonElement> counted) {
    int count = counted.test(json) ? 1 : 0;
    if (json.isJsonArray()) {
      for (JsonElement each : json.getAsJsonArray()) {
        count += count(each, counted);
      }
    } else if (json.isJsonObject()) {
      for (Map.Entry<String, JsonElement> each : json.getAsJsonObject().entrySet()) {
        count += count(each.getValue(), counted);
      }
    }
    return count;
  }
}
