package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Defender plans: a PUT may succeed in part, and only its answer says so. */
public final class SecurityRules implements ArmRules {

  private final Map<String, String> failing = new HashMap<>();
  private boolean telling;

  /** From now on this extension cannot be turned on, for this reason. */
  public synchronized void fail(String extension, String reason) {
    failing.put(extension, reason);
  }

  /** From now on a read tells, too, what came of turning an extension on. */
  public synchronized void tellInReads() {
    telling = true;
  }

  @Override
  public JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    if (telling) {
      tell(stored);
    }
    return stored;
  }

  @Override
  public List<String> types() {
    return List.of("microsoft.security/pricings");
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject body = call.body();
    JsonObject pricing = azure.find(path.text()).orElse(null);
    if (!call.method().equals("PUT") || body == null || pricing == null) {
      return Optional.empty();
    }
    JsonObject properties = pricing.getAsJsonObject("properties");
    JsonObject wanted = body.getAsJsonObject("properties");
    wanted.entrySet().forEach(field -> properties.add(field.getKey(), field.getValue()));
    if (wanted.get("pricingTier").getAsString().equals("Free")) {
      properties.remove("extensions");
      properties.remove("enablementTime");
    } else if (!properties.has("enablementTime")) {
      properties.addProperty("enablementTime", "2026-11-02T00:00:00Z");
    }
    azure.put(path.text(), pricing);
    JsonObject answer = azure.find(path.text()).orElseThrow();
    tell(answer);
    return Optional.of(ArmReply.of(200, answer));
  }

  private synchronized void tell(JsonObject pricing) {
    if (!pricing.getAsJsonObject("properties").has("extensions")) {
      return;
    }
    for (JsonElement each : pricing.getAsJsonObject("properties").getAsJsonArray("extensions")) {
      String reason = failing.get(each.getAsJsonObject().get("name").getAsString());
      JsonObject status = new JsonObject();
      status.addProperty("code", reason == null ? "Succeeded" : "Failed");
      status.addProperty("message", reason == null ? "Successfully enabled extension" : reason);
      each.getAsJsonObject().add("operationStatus", status);
    }
  }
}
