package io.snapwarden.storage;

import com.azure.data.tables.models.TableEntity;

/**
 * Keeps a text of any length in a table's row: one property holds at most 64 KiB of UTF-16, a row 1
 * MiB (Microsoft Learn, "Understanding the Table service data model").
 */
final class LongText {

  private static final int PART = 32_000;

  private LongText() {}

  static void put(TableEntity entity, String text) {
    int parts = 0;
    for (int from = 0; from < text.length() || parts == 0; from += PART) {
      entity.addProperty(
          "text" + parts++, text.substring(from, Math.min(text.length(), from + PART)));
    }
    entity.addProperty("parts", parts);
  }

  static String get(TableEntity entity) {
    StringBuilder text = new StringBuilder();
    int parts = (Integer) entity.getProperty("parts");
    for (int i = 0; i < parts; i++) {
      text.append((String) entity.getProperty("text" + i));
    }
    return text.toString();
  }
}
