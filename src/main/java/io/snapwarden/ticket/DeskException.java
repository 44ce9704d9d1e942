package io.snapwarden.ticket;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A desk could not be told something. The message says why and what to do, without any secret. */
public final class DeskException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean gone;
  private final @Nullable Duration retryAfter;

  private DeskException(
      String message, boolean gone, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.gone = gone;
    this.retryAfter = retryAfter;
  }

  /** The desk said no, or cannot be reached. */
  public static DeskException failed(String message) {
    return new DeskException(message, false, null, null);
  }

  public static DeskException failed(String message, Throwable cause) {
    return new DeskException(message, false, null, cause);
  }

  /** The desk asks for patience. */
  public static DeskException busy(String message, @Nullable Duration retryAfter) {
    return new DeskException(message, false, retryAfter, null);
  }

  /** What was asked about is not there, or not to be seen. */
  public static DeskException gone(String message) {
    return new DeskException(message, true, null, null);
  }

  public boolean isGone() {
    return gone;
  }

  /** How long the desk asks not to be called; at least as long, as Retry-After says. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
