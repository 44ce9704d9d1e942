package io.snapwarden.storage;

import com.azure.data.tables.models.TableEntity;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

/**
 * Keeps JSON of any length in a row: one property holds at most 64 KiB of UTF-16, a row 1 MiB
 * (Microsoft Learn, "Understanding the Table service data model"). The text goes on in {@code
 * json_1}, {@code json_2} and so on.
 *
 * <p>Only JSON is kept, because attackers choose some of the text: whatever UTF-8 or a service
 * could stumble over is written as a JSON escape, and so comes back exactly as it was.
 */
final class JsonText {

  static final String COLUMN = "json";

  private static final int PART = 32_000;

  private JsonText() {}

  static void put(TableEntity row, String json) {
    String text = escaped(json);
    int part = 0;
    int from = 0;
    do {
      int to = Math.min(text.length(), from + PART);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      row.addProperty(column(part++), text.substring(from, to));
      from = to;
    } while (from < text.length());
  }

  static String get(TableEntity row) {
    StringBuilder text = new StringBuilder(Rows.string(row, COLUMN));
    for (int part = 1; row.getProperty(column(part)) != null; part++) {
      text.append(Rows.string(row, column(part)));
    }
    return text.toString();
  }

  static JsonElement parsed(TableEntity row) {
    return JsonParser.parseString(get(row));
  }

  private static String column(int part) {
    return part == 0 ? COLUMN : COLUMN + "_" + part;
  }

  /** Outside of strings JSON has no such characters, so the escapes always stand where they may. */
  private static String escaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(i + 1))) {
        text.append(c).append(json.charAt(++i));
      } else if (Character.isSurrogate(c) || Character.isISOControl(c) || c >= '\uFFFE') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
