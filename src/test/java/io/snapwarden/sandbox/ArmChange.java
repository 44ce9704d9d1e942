package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A request that the simulated Resource Manager carried out.
 *
 * @param before the resource as it was; null if there was none
 * @param after the resource as it was then; null if there was none any more
 */
public record ArmChange(
    String method,
    String id,
    @Nullable JsonObject before,
    @Nullable JsonObject after,
    Principal by) {

  /** Whether anything became other than it was, but for who touched it last. */
  public boolean effective() {
    return !without(before).equals(without(after));
  }

  private static JsonObject without(@Nullable JsonObject resource) {
    JsonObject rest = resource == null ? new JsonObject() : resource.deepCopy();
    rest.remove("systemData");
    return rest;
  }
}
