package io.snapwarden.azure;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
    int status, @Nullable JsonElement body, @Nullable String etag, @Nullable Duration retryAfter) {

  private static final int MAX_CODE = 100;

  /** A refusal may name two long ids before it comes to what is missing. */
  private static final int MAX_MESSAGE = 1000;

  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** The error's code, as in {@code ScopeLocked}; empty if the answer carries none. */
  public String errorCode() {
    return PlainText.of(errorField("code"), MAX_CODE);
  }

  /**
   * The error's message on one line, at most 1,000 characters; empty if the answer carries none.
   */
  public String errorMessage() {
    return PlainText.of(errorField("message"), MAX_MESSAGE);
  }

  /** Most of Azure wraps its error in {@code error}; some resource providers do not. */
  private @Nullable String errorField(String name) {
    if (!(body instanceof JsonObject json)) {
      return null;
    }
    JsonObject error = json.get("error") instanceof JsonObject wrapped ? wrapped : json;
    return error.get(name) instanceof JsonPrimitive text ? text.getAsString() : null;
  }
}
