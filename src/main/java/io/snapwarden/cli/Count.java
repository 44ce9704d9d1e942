package io.snapwarden.cli;

/** Numbers of things in words. */
final class Count {

  private Count() {}

  /** As in {@code no events}, {@code 1 event} and {@code 2 events}. */
  static String of(long number, String thing) {
    return (number == 0 ? "no" : Long.toString(number)) + " " + thing + (number == 1 ? "" : "s");
  }
}
