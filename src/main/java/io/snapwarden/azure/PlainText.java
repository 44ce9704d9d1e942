package io.snapwarden.azure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes text from elsewhere fit for a journal: one line, bounded, without credentials. */
final class PlainText {

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

  /** A bearer token is a JWT, or stands behind the word. */
  private static final Pattern TOKEN =
      Pattern.compile("(?i)bearer\\s+[\\w.~+/=-]{16,}|eyJ[\\w-]+\\.[\\w-]+\\.?[\\w-]*");

  private PlainText() {}

  static String of(@Nullable String text, int max) {
    if (text == null) {
      return "";
    }
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    String safe = TOKEN.matcher(line).replaceAll("(token removed)");
    return safe.length() <= max ? safe : safe.substring(0, max - 1) + "…";
  }
}
