package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that the simulated Resource Manager got.
 *
 * @param path the resource's id as it was asked for
 * @param principal who asked; null if there was no good token
 * @param status what was answered; 0 if the connection was dropped instead
 */
public record ArmCall(
    String method,
    String path,
    String apiVersion,
    @Nullable String ifMatch,
    @Nullable JsonObject body,
    @Nullable Principal principal,
    String correlationId,
    Instant at,
    int status) {

  /** Whether it asks for a change. */
  public boolean write() {
    return !method.equals("GET");
  }

  ArmCall answered(int newStatus) {
    return new ArmCall(
        method, path, apiVersion, ifMatch, body, principal, correlationId, at, newStatus);
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status;
  }
}
