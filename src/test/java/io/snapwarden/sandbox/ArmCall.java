package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that the simulated Resource Manager got.
 *
 * @param path the resource's id as it was asked for
 * @param query its parameters, decoded
 * @param principal who asked; null if there was no good token
 * @param status what was answered; 0 if the connection was dropped instead
 */
public record ArmCall(
    String method,
    String path,
    Map<String, String> query,
    @Nullable String ifMatch,
    @Nullable JsonObject body,
    @Nullable Principal principal,
    String correlationId,
    Instant at,
    int status) {

  public ArmCall {
    query = Map.copyOf(query);
  }

  static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String each : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = URLDecoder.decode(each, StandardCharsets.UTF_8).split("=", 2);
      query.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
    return query;
  }

  /** Empty if none was given. */
  public String apiVersion() {
    return query.getOrDefault("api-version", "");
  }

  /** Whether it asks for a change. */
  public boolean write() {
    return !method.equals("GET");
  }

  ArmCall answered(int newStatus) {
    return new ArmCall(method, path, query, ifMatch, body, principal, correlationId, at, newStatus);
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status;
  }
}
