package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.event.Hash;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Difference;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names what would be done, so that a person can approve exactly that: the requests in their order,
 * each with every value that it makes other than it is, from what to what; of what is made anew,
 * the whole of it. What a request only sends back as it was is left out, and so are ETags: they
 * change without a change of what is asked for. So is the order of keys within an object, which
 * Azure does not keep.
 */
final class PlanHash {

  private PlanHash() {}

  /** One change. */
  static String of(Change change) {
    ArmRequest request = change.request();
    return Hash.hex(
        String.join(
            "\n", request.method().name(), request.path(), request.apiVersion(), becomes(change)));
  }

  private static String becomes(Change change) {
    List<Difference> differences = change.differences();
    if (change.before() == null || change.after() == null || differences.isEmpty()) {
      return canonical(change.request().body());
    }
    return differences.stream()
        .map(each -> each.path() + "\n" + canonical(each.from()) + "\n" + canonical(each.to()))
        .sorted()
        .collect(Collectors.joining("\n"));
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
