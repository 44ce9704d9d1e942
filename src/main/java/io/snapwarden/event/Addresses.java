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
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    String literal = withoutPort(text.trim());
    try {
      if (literal.indexOf(':') < 0) {
        byte[] quad = dottedQuad(literal);
        return quad == null ? null : InetAddress.getByAddress(quad);
      }
      return numeric(literal) ? InetAddress.getByName(literal) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** What has a colon and starts so is read as numbers or refused, but never looked up. */
  private static boolean numeric(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (!digit(c) && !hexLetter(c) && c != ':' && (c != '.' || i == 0)) {
        return false;
      }
    }
    return true;
  }

  /** The address in {@code 1.2.3.4:5} and {@code [::1]:5}; everything else as it is. */
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      boolean alone = end == text.length() - 1;
      return end > 0 && (alone || port(text, end + 1)) ? text.substring(1, end) : "";
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') && port(text, colon)
        ? text.substring(0, colon)
        : text;
  }

  private static boolean port(String text, int colon) {
    for (int i = colon + 1; i < text.length(); i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(colon) == ':' && text.length() > colon + 1;
  }

  /**
   * The JDK also takes {@code 1.2} for an address, and looks up {@code 256.0.0.1}; a leading zero
   * means eight to some and ten to others.
   */
  private static byte @Nullable [] dottedQuad(String text) {
    byte[] quad = new byte[4];
    int dots = 0;
    int digits = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (digit(c)) {
        if (digits > 0 && value == 0) {
          return null;
        }
        value = value * 10 + (c - '0');
        digits++;
        if (value > 255) {
          return null;
        }
        quad[dots] = (byte) value;
      } else if (c == '.' && digits > 0 && dots < 3) {
        dots++;
        digits = 0;
        value = 0;
      } else {
        return null;
      }
    }
    return dots == 3 && digits > 0 ? quad : null;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean hexLetter(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
