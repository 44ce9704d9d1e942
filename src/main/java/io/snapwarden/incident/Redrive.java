package io.snapwarden.incident;

/** Lets an event in once more, as if it had just been delivered. */
@FunctionalInterface
public interface Redrive {

  /** Reads and decides the text of an event, and hands on what comes of it. */
  void event(String raw);
}
