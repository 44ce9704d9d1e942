package io.snapwarden.policy;

import io.snapwarden.event.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 network in CIDR notation. An IPv4-mapped IPv6 address or network counts as the
 * IPv4 one, for the same request can show as either. Immutable.
 */
public final class Network {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int MAPPED_BITS = 96;

  private final String text;
  private final byte[] address;
  private final int prefix;

  private Network(String text, byte[] address, int prefix) {
    this.text = text;
    this.address = address;
    this.prefix = prefix;
  }

  /** Reads an exact network: {@code 203.0.113.0/24}, but not {@code 203.0.113.7/24}. */
  public static Optional<Network> parse(String text) {
    return problem(text) == null ? Optional.of(new Parts(text).network()) : Optional.empty();
  }

  /** What is wrong with the text of a network; null if nothing is. */
  static @Nullable String problem(String text) {
    Parts parts = new Parts(text);
    if (parts.address == null) {
      return "is not a network in CIDR notation, as in 203.0.113.0/24 or 2001:db8::/32";
    }
    int bits = parts.address.length * Byte.SIZE;
    if (!text.contains("/")) {
      return "has no prefix length; for this one address write " + text + "/" + bits;
    }
    if (parts.prefix < 0 || parts.prefix > bits) {
      return "has a prefix length that is not a number from 0 to " + bits;
    }
    byte[] network = masked(parts.address, parts.prefix);
    if (!Arrays.equals(network, parts.address)) {
      return "has bits set behind its prefix; the network is " + show(network) + "/" + parts.prefix;
    }
    return null;
  }

  /** Whether the address lies in the network; never if they are of different families. */
  public boolean contains(InetAddress candidate) {
    byte[] bytes = unmapped(candidate.getAddress());
    if (bytes.length != address.length) {
      return false;
    }
    int whole = prefix / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != address[i]) {
        return false;
      }
    }
    int rest = prefix % Byte.SIZE;
    return rest == 0 || ((bytes[whole] ^ address[whole]) & mask(rest)) == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network that
        && prefix == that.prefix
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + prefix;
  }

  /** As written in the policy. */
  @Override
  public String toString() {
    return text;
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
      masked[i] = (byte) (address[i] & mask(kept));
    }
    return masked;
  }

  private static int mask(int bits) {
    return 0xff << (Byte.SIZE - bits) & 0xff;
  }

  private static boolean isMapped(byte[] address) {
    if (address.length != IPV6_BYTES || address[10] != -1 || address[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] unmapped(byte[] address) {
    return isMapped(address)
        ? Arrays.copyOfRange(address, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES)
        : address;
  }

  private static String show(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** The two sides of the slash, each as far as it can be read. */
  private static final class Parts {
    private final String text;
    private final byte @Nullable [] address;
    private final int prefix;

    private Parts(String text) {
      this.text = text;
      int slash = text.indexOf('/');
      byte[] written = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
      int length = slash < 0 ? -1 : Addresses.number(text.substring(slash + 1), 3);
      boolean mapped = written != null && isMapped(written) && length >= MAPPED_BITS;
      this.address = mapped && written != null ? unmapped(written) : written;
      this.prefix = mapped ? length - MAPPED_BITS : length;
    }

    private Network network() {
      if (address == null) {
        throw new IllegalStateException("not a network: " + text);
      }
      return new Network(text, address, prefix);
    }
  }
}
