package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the simulated Resource Manager answers. */
public record ArmReply(int status, @Nullable JsonElement body, Map<String, String> headers) {

  public static ArmReply of(int status, @Nullable JsonElement body) {
    return new ArmReply(status, body, Map.of());
  }

  /** An error in the form of Azure's. */
  public static ArmReply error(int status, String code, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return of(status, body);
  }

  ArmReply with(String header, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new ArmReply(status, body, Map.copyOf(more));
  }
}
