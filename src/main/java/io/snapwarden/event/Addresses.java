package io.snapwarden.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses as they stand in events; never asks a name server. */
final class Addresses {

  private static final int LONGEST = 60;

  private Addresses() {}

  /** The address, without a port; null if it is none. */
  static @Nullable InetAddress parse(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    String literal = withoutPort(text.trim());
    boolean v6 = literal.indexOf(':') >= 0;
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      boolean fits = (c >= '0' && c <= '9') || c == '.' || (v6 && (c == ':' || hexLetter(c)));
      if (!fits) {
        return null;
      }
    }
    if (!v6 && !dottedQuad(literal)) {
      return null;
    }
    try {
      // Only digits, dots and, with a colon among them, hexadecimal: taken as a literal, not looked
      // up.
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** Four numbers below 256: anything else of digits and dots the JDK would look up as a name. */
  private static boolean dottedQuad(String text) {
    int numbers = 1;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.') {
        value = Math.max(value, 0) * 10 + c - '0';
      } else {
        numbers++;
      }
      if (value < 0 || value > 255) {
        return false;
      }
      if (c == '.') {
        value = -1;
      }
    }
    return numbers == 4 && value >= 0;
  }

  private static boolean hexLetter(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
