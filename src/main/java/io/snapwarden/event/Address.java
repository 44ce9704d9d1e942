package io.snapwarden.event;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address in numbers: it has no name, and nothing here ever looks one up. Immutable.
 *
 * <p>Not {@link InetAddress}, which readies name resolution as soon as there is one.
 */
public final class Address {

  private static final int LONGEST = 60;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The address that a text names, with or without a port; null if it names none. One that is
   * mapped is the IPv4 one, for the same request can show as either.
   */
  public static @Nullable Address parse(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    Address written = written(withoutPort(text.trim()));
    return written == null ? null : written.unmapped();
  }

  /** The address that is written there with all its bits, mapped or not; null if there is none. */
  public static @Nullable Address written(String text) {
    byte[] bytes = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
    return bytes == null ? null : new Address(bytes);
  }

  /** Whether it is an IPv4 address that is mapped into IPv6 (RFC 4291, section 2.5.5.2). */
  public boolean isMapped() {
    if (bytes.length != IPV6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** The IPv4 address that is mapped; itself if none is. */
  public Address unmapped() {
    return isMapped()
        ? new Address(Arrays.copyOfRange(bytes, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES))
        : this;
  }

  /** Whether it has the same first bits as an address of the same family. */
  public boolean begins(Address other, int bits) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != other.bytes[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((bytes[whole] ^ other.bytes[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }

  /** The same with zeros behind its first bits. */
  public Address masked(int bits) {
    byte[] masked = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      masked[i] = (byte) (bytes[i] & 0xff << (Byte.SIZE - kept));
    }
    return new Address(masked);
  }

  /** How many bits an address of its family has: 32 or 128. */
  public int bits() {
    return bytes.length * Byte.SIZE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Address that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In numbers, as in {@code 203.0.113.7} and {@code 2001:db8:0:0:0:0:0:7}. */
  @Override
  public String toString() {
    if (bytes.length == IPV4_BYTES) {
      return (bytes[0] & 0xff)
          + "."
          + (bytes[1] & 0xff)
          + "."
          + (bytes[2] & 0xff)
          + "."
          + (bytes[3] & 0xff);
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
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
    return text.charAt(colon) == ':' && Digits.number(text.substring(colon + 1), 5) >= 0;
  }

  private static byte @Nullable [] ipv4(String text) {
    byte[] bytes = new byte[IPV4_BYTES];
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      int dot = text.indexOf('.', start);
      boolean last = i == bytes.length - 1;
      if (last != dot < 0) {
        return null;
      }
      int octet = Digits.number(text.substring(start, last ? text.length() : dot), 3);
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
      return bytes.length == IPV6_BYTES ? bytes : mapped(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The JDK shortens a mapped address; what was written had 128 bits, and so has its prefix. */
  private static byte[] mapped(byte[] ipv4) {
    byte[] bytes = new byte[IPV6_BYTES];
    bytes[10] = -1;
    bytes[11] = -1;
    System.arraycopy(ipv4, 0, bytes, IPV6_BYTES - IPV4_BYTES, ipv4.length);
    return bytes;
  }
}
