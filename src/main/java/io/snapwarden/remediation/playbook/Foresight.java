package io.snapwarden.remediation.playbook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Azure as it would be if certain changes had been made: what they would change is shown so, and
 * all else is read live. Nothing is ever written.
 */
final class Foresight implements Arm {

  private final Arm live;
  private final Map<String, Optional<JsonObject>> foreseen = new HashMap<>();

  Foresight(Arm live) {
    this.live = live;
  }

  void foresee(Change change) {
    foreseen.put(key(change.resource()), Optional.ofNullable(change.after()));
  }

  @Override
  public ArmAnswer send(ArmRequest request) {
    if (request.method() != Method.GET) {
      throw new ArmException(
          ArmException.Kind.FINAL, "only read while planning, not " + request, null, null);
    }
    Optional<JsonObject> known = foreseen.get(key(request.path()));
    if (known == null) {
      return withForeseen(request.path(), live.send(request));
    }
    return known
        .map(json -> new ArmAnswer(200, json.deepCopy(), null, null))
        .orElseGet(() -> new ArmAnswer(404, null, null, null));
  }

  /** A page of a collection, with what would be in it. */
  private ArmAnswer withForeseen(String path, ArmAnswer answer) {
    if (answer.status() != 200
        || !(answer.body() instanceof JsonObject page)
        || !(page.get("value") instanceof JsonArray values)) {
      return answer;
    }
    String within = key(path) + "/";
    JsonArray all = new JsonArray();
    for (JsonElement each : values) {
      if (!(each instanceof JsonObject member)
          || !foreseen.containsKey(key(Fields.text(member, "id")))) {
        all.add(each);
      }
    }
    foreseen.forEach(
        (id, json) -> {
          boolean member = id.startsWith(within) && id.indexOf('/', within.length()) < 0;
          if (member && json.isPresent()) {
            all.add(json.get().deepCopy());
          }
        });
    JsonObject shown = page.deepCopy();
    shown.add("value", all);
    return new ArmAnswer(200, shown, answer.etag(), answer.retryAfter());
  }

  private static String key(String path) {
    return path.toLowerCase(Locale.ROOT);
  }
}
