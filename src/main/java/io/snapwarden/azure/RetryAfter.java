package io.snapwarden.azure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. */
final class RetryAfter {

  private RetryAfter() {}

  /**
   * How long to wait; null if the header is absent or says nothing.
   *
   * @param sent the header {@code Date} of the same answer, so that the two clocks need not agree
   */
  static @Nullable Duration of(@Nullable String header, @Nullable String sent) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    Instant until = date(text);
    if (until == null) {
      return null;
    }
    Instant from = date(sent);
    Duration wait = Duration.between(from == null ? Instant.now() : from, until);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static @Nullable Instant date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
