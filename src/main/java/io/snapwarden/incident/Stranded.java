package io.snapwarden.incident;

/** Messages that nobody takes any more: even turning them into tickets failed too often. */
@FunctionalInterface
public interface Stranded {

  /**
   * Puts them back to where they came from; each at least once, and none is lost.
   *
   * @return how many
   */
  int bringBack();
}
