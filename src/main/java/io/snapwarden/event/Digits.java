package io.snapwarden.event;

/** Reads whole numbers as people write them, and in no other way. */
public final class Digits {

  private Digits() {}

  /** A number from its decimal digits, with no leading zeros; -1 if the text is none. */
  public static int number(String text, int maxDigits) {
    if (text.isEmpty()
        || text.length() > maxDigits
        || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
