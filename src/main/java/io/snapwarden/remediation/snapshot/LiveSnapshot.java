package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Times;
import java.time.Instant;
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
    JsonObject system = Fields.object(json, "systemData");
    Stamp created = stamp(system, "created");
    Stamp changed = stamp(system, "lastModified");
    return new LiveSnapshot(json, etag, created, changed == null ? created : changed);
  }

  JsonObject tags() {
    return Fields.object(json, "tags");
  }

  private static @Nullable Stamp stamp(JsonObject system, String verb) {
    return Times.instant(Fields.text(system, verb + "At"))
        .map(
            at ->
                new Stamp(
                    at, Fields.text(system, verb + "By"), Fields.text(system, verb + "ByType")))
        .orElse(null);
  }
}
