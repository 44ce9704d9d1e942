package io.snapwarden.incident;

/** The way into the queue {@code snapwarden-incidents}. */
@FunctionalInterface
public interface Inbox {

  /**
   * Hands a message to a worker at once, at least once.
   *
   * @param message as {@link MessageJson} writes it, or what once was such a message
   */
  void put(String message);
}
