package io.snapwarden.azure;

import com.google.gson.JsonElement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Azure Resource Manager answered.
 *
 * @param body null if there was none, or if it was not JSON
 * @param etag the header {@code ETag}
 * @param retryAfter the header {@code Retry-After}, whether given in seconds or as a date
 */
public record ArmAnswer(
    int status,
    @Nullable JsonElement body,
    @Nullable String etag,
    @Nullable Duration retryAfter) {

  public boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
