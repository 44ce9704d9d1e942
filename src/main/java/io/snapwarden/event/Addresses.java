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

  /** What stands before a port, as in {@code 1.2.3.4:5} and {@code [::1]:5}. */
  private static String withoutPort(String text) {
    boolean brackets = text.startsWith("[");
    int end = brackets ? text.indexOf(']') : text.indexOf(':');
    boolean one = brackets ? end > 0 : end >= 0 && end == text.lastIndexOf(':');
    if (!one) {
      return text;
    }
    String rest = text.substring(brackets ? end + 1 : end);
    boolean port = rest.startsWith(":") && number(rest.substring(1), 5) >= 0;
    return port || rest.isEmpty() ? text.substring(brackets ? 1 : 0, end) : text;
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
