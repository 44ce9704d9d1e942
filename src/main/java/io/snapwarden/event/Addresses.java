package io.snapwarden.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses in numbers, and in no other way: a name must never be looked up. */
public final class Addresses {

  private static final int LONGEST = 60;

  private Addresses() {}

  /** The address that a text names, with or without a port; null if it names none. */
  public static @Nullable InetAddress address(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    byte[] bytes = parse(withoutPort(text.trim()));
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
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
    return text.charAt(colon) == ':' && number(text.substring(colon + 1), 5) >= 0;
  }

  /** The 4 or 16 bytes of an address; null if the text is none. */
  public static byte @Nullable [] parse(String text) {
    return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
  }

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

  private static byte @Nullable [] ipv4(String text) {
    byte[] bytes = new byte[4];
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      int dot = text.indexOf('.', start);
      boolean last = i == bytes.length - 1;
      if (last != dot < 0) {
        return null;
      }
      int octet = number(text.substring(start, last ? text.length() : dot), 3);
      if (octet < 0 || octet > 255) {
        return null;
      }
      bytes[i] = (byte) octet;
      start = dot + 1;
    }
    return bytes;
  }

  private static byte @Nullable [] ipv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789abcdefABCDEF:.".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.') >= 0 && ipv4(text.substring(lastColon + 1)) == null) {
      return null;
    }
    try {
      // In brackets the JDK takes any text for a literal; without, some with a colon for a name.
      byte[] bytes = InetAddress.getByName("[" + text + "]").getAddress();
      return bytes.length == 16 ? bytes : mapped(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The JDK shortens a mapped address; what was written had 128 bits, and so has its prefix. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    System.arraycopy(ipv4, 0, bytes, 12, ipv4.length);
    return bytes;
  }
}
