package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final String SENT = "Sun, 15 Nov 2026 12:00:00 GMT";

  @Test
  void seconds_are_seconds() {
    assertThat(RetryAfter.of(" 120 ", SENT)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void a_date_counts_from_the_answers_own_date() {
    assertThat(RetryAfter.of("Sun, 15 Nov 2026 12:00:30 GMT", SENT))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_date_in_the_past_is_no_wait() {
    assertThat(RetryAfter.of("Sun, 15 Nov 2026 11:00:00 GMT", SENT)).isEqualTo(Duration.ZERO);
  }

  @Test
  void a_date_in_an_answer_without_one_counts_from_now() {
    assertThat(RetryAfter.of("Sat, 15 Nov 1986 12:00:30 GMT", null)).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999", "Sun, 99 Nov 2026"})
  void anything_else_says_nothing(String header) {
    assertThat(RetryAfter.of(header, SENT)).isNull();
  }
}
