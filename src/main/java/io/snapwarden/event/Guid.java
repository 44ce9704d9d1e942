package io.snapwarden.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A 128-bit identifier of Entra or Azure; the same with dashes, without them, and in any case. */
public record Guid(long high, long low) {

  private static final int DIGITS = 32;
  private static final int DASHED = 36;

  /** Reads 32 hexadecimal digits, plain or in groups of 8-4-4-4-12; anything else is empty. */
  public static Optional<Guid> parse(@Nullable CharSequence text) {
    if (text == null || (text.length() != DIGITS && text.length() != DASHED)) {
      return Optional.empty();
    }
    boolean dashed = text.length() == DASHED;
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (dashed && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (c != '-') {
          return Optional.empty();
        }
        continue;
      }
      int digit = hex(c);
      if (digit < 0) {
        return Optional.empty();
      }
      if (digits < DIGITS / 2) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
      digits++;
    }
    return Optional.of(new Guid(high, low));
  }

  /** The same, for text that is known to be a GUID. */
  public static Guid of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a GUID: " + text));
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  /** Lower case with dashes, as Azure prints it. */
  @Override
  public String toString() {
    return new java.util.UUID(high, low).toString();
  }
}
