package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as it is now, with what Azure itself says of its writers ({@code systemData} of
 * azure-rest-api-specs, common-types/resource-management/v3/types.json).
 *
 * @param created null if Azure does not say
 * @param changed the last change; the same as {@code created} if there was none since
 */
record LiveSnapshot(
    JsonObject json, @Nullable String etag, @Nullable Stamp created, @Nullable Stamp changed) {

  /**
   * Who and when.
   *
   * @param by a UPN, or the id of an application or of its principal
   * @param type as in {@code User}
   */
  record Stamp(Instant at, String by, String type) {

    boolean user() {
      return type.equalsIgnoreCase("User");
    }

    boolean application() {
      String lower = type.toLowerCase(Locale.ROOT);
      return lower.equals("application") || lower.equals("managedidentity");
    }

    @Override
    public String toString() {
      return at + (by.isEmpty() ? "" : " by " + by);
    }
  }

  static LiveSnapshot of(JsonObject json, @Nullable String etag) {
    JsonObject system = object(json, "systemData");
    Stamp created = stamp(system, "created");
    Stamp changed = stamp(system, "lastModified");
    return new LiveSnapshot(json, etag, created, changed == null ? created : changed);
  }

  JsonObject tags() {
    return object(json, "tags");
  }

  private static @Nullable Stamp stamp(JsonObject system, String verb) {
    try {
      Instant at = OffsetDateTime.parse(text(system, verb + "At")).toInstant();
      return new Stamp(at, text(system, verb + "By"), text(system, verb + "ByType"));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
