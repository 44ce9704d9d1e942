package io.snapwarden.azure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Azure Resource Manager did not do what was asked. Thrown so that a remediation reads top to bottom;
 * caught in one place, where it becomes an outcome.
 */
public final class ArmException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whether to try again. */
  public enum Kind {
    /** Throttled, busy, changed meanwhile or out of reach: the same may succeed later. */
    PASSING,
    /** Denied, locked, over quota or malformed: it will not succeed by waiting. */
    FINAL
  }

  private final transient Kind kind;
  private final transient @Nullable Duration retryAfter;

  public ArmException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** What an answer that is no success means. */
  public static ArmException of(ArmAnswer answer) {
    throw new IllegalStateException("to be written: " + answer);
  }

  public Kind kind() {
    return kind;
  }

  /** How long Azure asks to wait; null if it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
