package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Address;
import io.snapwarden.event.Writes;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class NetworkTest {

  private final Random random = new Random(1918);

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.255, true",
    "203.0.113.0/24, 203.0.114.0, false",
    "203.0.113.128/25, 203.0.113.127, false",
    "0.0.0.0/0, 198.51.100.7, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 198.51.100.7, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:203.0.113.0/120, 203.0.113.9, true",
    "203.0.113.0/24, ::ffff:203.0.113.9, true",
    "::ffff:0:0/96, 203.0.113.9, true"
  })
  void addresses_lie_in_networks_of_their_family(String network, String address, boolean inside) {
    assertThat(network(network).contains(Writes.address(address))).isEqualTo(inside);
  }

  @Test
  void a_mapped_address_counts_as_ipv4() {
    Address address = Writes.address("::ffff:10.0.0.0");

    assertThat(network("10.0.0.0/8").contains(address)).isTrue();
    assertThat(network("::/0").contains(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/x",
        "10.0.0.0/-1",
        "10.0.0.0/033",
        "10.0.0/8",
        "10.0.0.0.0/8",
        "10.0.0.256/32",
        "1e1.0.0.0/8",
        "0x0a.0.0.0/8",
        "10.0.0.0/8/8",
        "example.org/32",
        "[::1]/128",
        "fe80::1%eth0/128",
        "::ffff:010.0.0.0/104",
        "2001:db8::/129",
        " 10.0.0.0/8",
        "10.0.0.0/8 ",
        "１０.0.0.0/8",
        "2001:db8/32",
        "::ffff:10.0.0.0/90",
        ":/8",
        "10.0.0.0/4294967304"
      })
  void what_is_not_exactly_a_network_is_refused(String text) {
    assertThat(Network.parse(text)).isEmpty();
    assertThat(Network.problem(text)).isNotBlank();
  }

  @Test
  void networks_that_hold_the_same_are_equal() {
    assertThat(network("::ffff:10.0.0.0/104")).isEqualTo(network("10.0.0.0/8"));
    assertThat(network("::ffff:10.0.0.0/104")).hasSameHashCodeAs(network("10.0.0.0/8"));
    assertThat(network("10.0.0.0/9")).isNotEqualTo(network("10.0.0.0/8"));
    assertThat(network("2001:DB8::/32")).isEqualTo(network("2001:db8:0::/32"));
    assertThat(network("2001:DB8::/32")).hasToString("2001:DB8::/32");
  }

  @Test
  void it_agrees_with_arithmetic() throws UnknownHostException {
    int inside = 0;
    for (int i = 0; i < 100_000; i++) {
      int bits = random.nextBoolean() ? 32 : 128;
      int prefix = random.nextInt(bits + 1);
      BigInteger base = new BigInteger(bits, random);
      BigInteger first = base.shiftRight(bits - prefix).shiftLeft(bits - prefix);
      BigInteger last = first.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.ONE);
      BigInteger address = base;
      for (int flips = random.nextInt(3); flips > 0; flips--) {
        address = address.flipBit(random.nextInt(bits));
      }
      String cidr = address(first, bits) + "/" + prefix;

      boolean expected = address.compareTo(first) >= 0 && address.compareTo(last) <= 0;

      assertThat(network(cidr).contains(Writes.address(address(address, bits))))
          .as("%s in %s", address(address, bits), cidr)
          .isEqualTo(expected);
      assertThat(Network.parse(address(base, bits) + "/" + prefix).isPresent())
          .isEqualTo(base.equals(first));
      inside += expected ? 1 : 0;
    }
    assertThat(inside).isBetween(20_000, 90_000);
  }

  private static String address(BigInteger value, int bits) throws UnknownHostException {
    byte[] bytes = new byte[bits / 8];
    byte[] all = value.toByteArray();
    int count = Math.min(all.length, bytes.length);
    System.arraycopy(all, all.length - count, bytes, bytes.length - count, count);
    return InetAddress.getByAddress(bytes).getHostAddress();
  }

  private static Network network(String text) {
    assertThat(Network.problem(text)).isNull();
    return Network.parse(text).orElseThrow();
  }
}
