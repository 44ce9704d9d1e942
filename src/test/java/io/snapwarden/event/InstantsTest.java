package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class InstantsTest {

  @Test
  void any_instant_is_read_and_written_as_the_jdk_does_it() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      Instant instant =
          Instant.ofEpochSecond(
              random.nextInt(4) == 0
                  ? 60 * random.nextLong(4_223_371_680L)
                  : random.nextLong(253_402_300_800L),
              random.nextInt(4) == 0 ? 0 : random.nextInt(1_000_000_000));

      assertThat(Instants.parse(instant.toString())).isEqualTo(instant);
      assertThat(Instants.text(instant)).isEqualTo(instant.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T10:00:00.9584103Z",
        "2026-11-20T10:00:00.9Z",
        "2026-11-20T12:00:00.9584103+02:00",
        "2026-11-20T24:00:00Z",
        "2024-02-29T23:59:59.123456789Z"
      })
  void other_forms_are_read_as_the_jdk_reads_them(String text) {
    assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
  }

  @Test
  void a_time_without_a_zone_is_utc() {
    assertThat(Instants.parse("2026-11-20T10:00:00.95"))
        .isEqualTo(Instant.parse("2026-11-20T10:00:00.950Z"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-20",
        "2026-13-20T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-11-20T10:60:00Z",
        "2026-11-20T10:00:00.1234567890Z",
        "2026-11-20T1O:00:00Z",
        "11/20/2026 10:00:00",
        "20262026202620262026202620262026202620262026202620262026202620262026202620262026"
      })
  void what_is_no_time_is_none(String text) {
    assertThat(Instants.parse(text)).isNull();
  }
}
