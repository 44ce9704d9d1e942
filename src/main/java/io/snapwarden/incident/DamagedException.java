package io.snapwarden.incident;

import org.jspecify.annotations.Nullable;

/**
 * What is kept is not as Snapwarden writes it: an app of another version wrote it, or somebody
 * changed it by hand.
 */
public final class DamagedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** For several such things, or one whose fault nothing else found. */
  public DamagedException(String message) {
    this(message, null);
  }

  /**
   * Tells of something kept that cannot be read.
   *
   * @param message where it is, and what is wrong with it
   */
  public DamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
