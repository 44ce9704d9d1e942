package io.snapwarden.policy;

import io.snapwarden.event.Address;
import io.snapwarden.event.Digits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 network in CIDR notation. An IPv4-mapped IPv6 network counts as the IPv4 one.
 * Immutable.
 */
public final class Network {

  private static final int MAPPED_BITS = 96;

  private final String text;
  private final Address address;
  private final int prefix;

  private Network(String text, Address address, int prefix) {
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
    int bits = parts.address.bits();
    if (!text.contains("/")) {
      return "has no prefix length; for this one address write " + text + "/" + bits;
    }
    if (parts.prefix < 0 || parts.prefix > bits) {
      return "has a prefix length that is not a number from 0 to " + bits;
    }
    Address network = parts.address.masked(parts.prefix);
    if (!network.equals(parts.address)) {
      return "has bits set behind its prefix; the network is " + network + "/" + parts.prefix;
    }
    return null;
  }

  /** Whether the address lies in the network; never if they are of different families. */
  public boolean contains(Address candidate) {
    return candidate.begins(address, prefix);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network that && prefix == that.prefix && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + prefix;
  }

  /** As written in the policy. */
  @Override
  public String toString() {
    return text;
  }

  /** The two sides of the slash, each as far as it can be read. */
  private static final class Parts {
    private final String text;
    private final @Nullable Address address;
    private final int prefix;

    private Parts(String text) {
      this.text = text;
      int slash = text.indexOf('/');
      Address written = Address.written(slash < 0 ? text : text.substring(0, slash));
      int length = slash < 0 ? -1 : Digits.number(text.substring(slash + 1), 3);
      boolean mapped = written != null && written.isMapped() && length >= MAPPED_BITS;
      this.address = mapped && written != null ? written.unmapped() : written;
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
