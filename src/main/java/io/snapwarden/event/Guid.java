package io.snapwarden.event;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A 128-bit identifier of Entra or Azure; the same with dashes, without them, and in any case. */
public record Guid(long high, long low) {

  private static final int DIGITS = 32;
  private static final int DASHED = 36;

  /** The value of each hexadecimal digit; negative for every other character. */
  private static final byte[] HEX = new byte[128];

  static {
    for (char c = 0; c < HEX.length; c++) {
      HEX[c] = (byte) Character.digit(c, 16);
    }
  }

  /** Reads 32 hexadecimal digits, plain or in groups of 8-4-4-4-12; anything else is empty. */
  public static Optional<Guid> parse(@Nullable String text) {
    if (text == null || (text.length() != DIGITS && text.length() != DASHED)) {
      return Optional.empty();
    }
    int dash = text.length() == DASHED ? 1 : 0;
    if (dash == 1
        && (text.charAt(8) != '-'
            || text.charAt(13) != '-'
            || text.charAt(18) != '-'
            || text.charAt(23) != '-')) {
      return Optional.empty();
    }
    long a = hex(text, 0, 8);
    long b = hex(text, 8 + dash, 4);
    long c = hex(text, 12 + 2 * dash, 4);
    long d = hex(text, 16 + 3 * dash, 4);
    long e = hex(text, 20 + 4 * dash, 12);
    return (a | b | c | d | e) < 0
        ? Optional.empty()
        : Optional.of(new Guid(a << 32 | b << 16 | c, d << 48 | e));
  }

  /** The number that some digits make, at most 12; negative if one is no digit. */
  private static long hex(String text, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      int digit = c < HEX.length ? HEX[c] : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The same, for text that is known to be a GUID. */
  public static Guid of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a GUID: " + text));
  }

  /** Written out, as it is on the way of every event: see {@code policy.CallerMatch}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Guid that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /** Lower case with dashes, as Azure prints it. */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
