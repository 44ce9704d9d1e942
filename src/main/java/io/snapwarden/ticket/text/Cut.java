package io.snapwarden.ticket.text;

import java.nio.charset.StandardCharsets;

/** Cuts what is too long for a tracker, between characters. */
public final class Cut {

  private static final String MARK = "…";

  private Cut() {}

  /** At most so many UTF-16 units; what is cut ends with an ellipsis. */
  public static String to(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - MARK.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + MARK;
  }

  /** At most so many bytes of UTF-8; what is cut ends with an ellipsis. */
  public static String toBytes(String text, int most) {
    String cut = text;
    for (int longest = most; bytes(cut) > most; longest--) {
      cut = to(text, longest);
    }
    return cut;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
