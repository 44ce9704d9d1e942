package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.event.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resources as a step met them, each as it was before the step first changed it.
 *
 * @param inReverse in the order in which to take the changes back
 */
public record Originals(List<Original> inReverse) {

  /**
   * One of them.
   *
   * @param json as it was; empty if the step made it
   */
  public record Original(ResourceId id, Optional<JsonObject> json) {}

  /**
   * Reads before-images.
   *
   * @param before as in {@link Remediation#undo}
   */
  public static Originals of(List<JsonObject> before) {
    Map<String, Original> byId = new LinkedHashMap<>();
    for (JsonObject image : before) {
      ResourceId id = ResourceId.of(image.getAsJsonPrimitive("id").getAsString());
      byId.putIfAbsent(
          id.key(),
          new Original(id, absent(image) ? Optional.empty() : Optional.of(image.deepCopy())));
    }
    List<Original> reversed = new ArrayList<>(byId.values());
    java.util.Collections.reverse(reversed);
    return new Originals(List.copyOf(reversed));
  }

  public Optional<Original> find(ResourceId id) {
    return inReverse.stream().filter(original -> original.id().equals(id)).findFirst();
  }

  private static boolean absent(JsonObject image) {
    return image.get("absent") instanceof JsonPrimitive flag && flag.getAsBoolean();
  }
}
