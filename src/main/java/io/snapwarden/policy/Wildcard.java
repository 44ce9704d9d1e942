package io.snapwarden.policy;

/** Matches one segment with a pattern in which {@code *} stands for any run of characters. */
public final class Wildcard {

  static final char STAR = '*';

  /** The pattern that matches every segment. */
  static final String ANY = "*";

  private Wildcard() {}

  static boolean isIn(String pattern) {
    return pattern.indexOf(STAR) >= 0;
  }

  /**
   * Whether all of the text matches; with case. Only the last star is ever tried again, so no
   * pattern takes more than the product of the two lengths.
   */
  public static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == STAR) {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == STAR) {
      p++;
    }
    return p == pattern.length();
  }
}
