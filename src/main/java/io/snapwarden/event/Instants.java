package io.snapwarden.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of events, which Azure writes as {@code 2026-11-20T10:00:00.1234567Z}, and writes
 * them again. The usual ones by hand: the JDK's formatter costs as much as all else that an event
 * takes, and a fortieth of a cold start.
 */
public final class Instants {

  /**
   * The end of the year 9999, not parsed: no more of the JDK's parser than the usual form needs.
   */
  private static final Instant LATEST = Instant.ofEpochSecond(253_402_300_799L, 999_999_999);

  private static final int LONGEST = 64;
  private static final int SECONDS_END = 19;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_OF_DAY = 86_400;

  private Instants() {}

  /** The instant; null if the text is none, or one that no event can have. */
  static @Nullable Instant parse(@Nullable String text) {
    Instant at = any(text);
    return at == null || at.isBefore(Instant.EPOCH) || at.isAfter(LATEST) ? null : at;
  }

  private static @Nullable Instant any(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    try {
      Instant usual = usual(text);
      return usual != null ? usual : Instant.parse(text);
    } catch (DateTimeException e) {
      return withoutZone(text);
    }
  }

  /** A host may have rendered the date anew without its zone; Event Grid's times are UTC. */
  private static @Nullable Instant withoutZone(String text) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The instant of the usual form: a date, a time and {@code Z}; null for any other.
   *
   * @throws DateTimeException if there is no such day
   */
  public static @Nullable Instant usual(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END
        || text.charAt(end) != 'Z'
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS_END);
    int nanos = nanos(text, end);
    boolean digits = (year | month | day | hour | minute | second | nanos) >= 0;
    if (!digits || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(
        days * SECONDS_OF_DAY + hour * 3600L + minute * 60L + second, nanos);
  }

  /** The same text as {@link Instant#toString()} gives, for the instant of an event. */
  public static String text(Instant at) {
    // A date and time writes itself, but leaves out seconds that are none.
    String text = LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString();
    return text + (text.length() < SECONDS_END ? ":00Z" : "Z");
  }

  /**
   * The fraction between the seconds and the end; 0 if there is none, negative if it is no number.
   */
  private static int nanos(String text, int end) {
    if (end == SECONDS_END) {
      return 0;
    }
    int digits = end - SECONDS_END - 1;
    if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > NANO_DIGITS) {
      return -1;
    }
    int fraction = number(text, SECONDS_END + 1, end);
    for (int i = digits; i < NANO_DIGITS; i++) {
      fraction *= 10;
    }
    return fraction;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
