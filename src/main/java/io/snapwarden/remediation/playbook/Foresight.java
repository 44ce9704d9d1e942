package io.snapwarden.remediation.playbook;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.remediation.Change;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Azure as it would be if certain changes had been made: what they would change is shown so, and
 * all else is read live. Lists show the live state alone. Nothing is ever written.
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
      return live.send(request);
    }
    return known
        .map(json -> new ArmAnswer(200, json.deepCopy(), null, null))
        .orElseGet(() -> new ArmAnswer(404, null, null, null));
  }

  private static String key(String path) {
    return path.toLowerCase(Locale.ROOT);
  }
}
