package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows in columns that are as wide as they must be; every cell is made safe to print. */
final class Table {

  private static final String GAP = "  ";
  private static final int WIDEST = 48;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    row(Arrays.stream(titles).map(title -> title.toUpperCase(Locale.ROOT)).toArray(String[]::new));
  }

  Table row(String... cells) {
    rows.add(Arrays.stream(cells).map(Table::cell).toList());
    return this;
  }

  /** The lines, the titles first. */
  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** Some of it was chosen by a caller: one cell must not push all others away. */
  private static String cell(String text) {
    String safe = SafeText.of(text);
    return safe.length() <= WIDEST ? safe : SafeText.of(safe.substring(0, WIDEST - 1)) + "…";
  }
}
