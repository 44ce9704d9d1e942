package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "203.0.113.9:4711, 203.0.113.9",
    "' 203.0.113.9 ', 203.0.113.9",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255:65535, 255.255.255.255",
    "2001:db8::1, 2001:db8::1",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "[2001:db8::1]:4711, 2001:db8::1",
    "::1, ::1",
    "::, ::",
    "::ffff:203.0.113.9, 203.0.113.9",
    "[::ffff:203.0.113.9]:80, 203.0.113.9",
    "::ffff:cb00:7109, 203.0.113.9",
  })
  void an_address_is_read_with_or_without_its_port(String text, String address) throws Exception {
    assertThat(Address.parse(text)).hasToString(InetAddress.getByName(address).getHostAddress());
    assertThat(Address.parse(text))
        .isEqualTo(Writes.address(address))
        .hasSameHashCodeAs(Writes.address(address));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.8",
    "203.0.113.9, ::203.0.113.9",
    "2001:db8::1, 2001:db8::2",
  })
  void different_addresses_are_not_equal(String one, String other) {
    assertThat(Writes.address(one)).isNotEqualTo(Writes.address(other));
  }

  @Test
  void what_is_written_as_mapped_has_all_its_bits() {
    Address written = Objects.requireNonNull(Address.written("::ffff:203.0.113.9"));

    assertThat(written.isMapped()).isTrue();
    assertThat(written.bits()).isEqualTo(128);
    assertThat(written.unmapped()).isEqualTo(Writes.address("203.0.113.9"));
    assertThat(written.unmapped().bits()).isEqualTo(32);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "N/A",
        "localhost",
        "localhost:80",
        "example.com",
        "dead.beef",
        "cafe",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "999.999.999.999",
        "4294967297.1.1.1",
        "010.0.0.1",
        "1.2.3.4/24",
        "1.2.3.4:",
        "1.2.3.4:http",
        "1.2.3.4:1:2",
        "1.2.3.4, 5.6.7.8",
        "１.2.3.4",
        ":",
        ":::",
        ":1",
        ".::1",
        "..:1:2",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "fe80::1%eth0",
        "::ffff:999.1.1.1",
        "[",
        "]",
        "[]",
        "[::1",
        "[::1]x",
        "[::1]:",
        "[localhost]",
        "g::1",
        "\0",
      })
  void what_is_no_address_is_none_and_no_name_server_is_asked(String text) {
    assertThat(Address.parse(text)).isNull();
  }

  @Test
  void endless_text_is_no_address() {
    assertThat(Address.parse("1".repeat(1_000_000))).isNull();
    assertThat(Address.parse(":".repeat(60))).isNull();
  }
}
