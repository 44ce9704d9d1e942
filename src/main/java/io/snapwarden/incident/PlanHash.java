package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.event.Hash;
import io.snapwarden.remediation.Change;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names what would be done, so that a person can approve exactly that: the requests, whole, in
 * their order. ETags are left out, for they change without a change of what is asked for; so is the
 * order of keys within an object, which Azure does not keep.
 */
final class PlanHash {

  private PlanHash() {}

  /** One change. */
  static String of(Change change) {
    ArmRequest request = change.request();
    return Hash.hex(
        String.join(
            "\n",
            request.method().name(),
            request.path(),
            request.apiVersion(),
            canonical(request.body())));
  }

  /** All that the steps showed when they were planned. */
  static String of(List<Step> steps) {
    StringBuilder all = new StringBuilder();
    for (Step step : steps) {
      all.append(step.remediation()).append('\n');
      step.plan().forEach(change -> all.append(change.hash()).append('\n'));
    }
    return Hash.hex(all.toString());
  }

  private static String canonical(@Nullable JsonElement json) {
    return json == null ? "" : sorted(json).toString();
  }

  private static JsonElement sorted(JsonElement json) {
    if (json instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      new TreeSet<>(object.keySet()).forEach(key -> copy.add(key, sorted(object.get(key))));
      return copy;
    }
    if (json instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    return json;
  }
}
