package io.snapwarden.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Tells a file with one event a line from one document that goes over several lines. */
final class Lines {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final BufferedReader in;
  private final Deque<String> ahead = new ArrayDeque<>();

  Lines(BufferedReader in) throws IOException {
    this.in = in;
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
  }

  /**
   * Looks at the first two lines that are not blank. One event a line: the first line is a whole
   * value, or at least no mere beginning, and the second starts another one.
   */
  boolean oneEventEach() throws IOException {
    String first = next();
    if (first == null) {
      return false;
    }
    String second = next();
    if (second != null) {
      ahead.addFirst(second);
    }
    ahead.addFirst(first);
    if (second == null) {
      return false;
    }
    boolean another = opens(second);
    return depthAfter(first, 0) == 0
        || (another && !goesOn(first.strip(), second))
        || !opens(first);
  }

  /** Whether a line that opens a value is a mere beginning, and the next may be its inside. */
  private static boolean goesOn(String first, String second) {
    return first.endsWith("[")
        || (first.endsWith("{") && !second.startsWith("{"))
        || (first.startsWith("[") && first.endsWith(","));
  }

  private static boolean opens(String line) {
    String text = line.strip();
    return text.startsWith("{") || text.startsWith("[");
  }

  /** How many brackets are open after the line; a string ends with its line. */
  private static int depthAfter(String line, int before) {
    int depth = before;
    boolean string = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (string) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          string = false;
        }
      } else if (c == '"') {
        string = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return depth;
  }

  /** The next line that is not blank; null at the end. */
  @Nullable String next() throws IOException {
    if (!ahead.isEmpty()) {
      return ahead.removeFirst();
    }
    String line = in.readLine();
    while (line != null && line.isBlank()) {
      line = in.readLine();
    }
    return line;
  }

  /**
   * The next value that may go over several lines: up to the line that closes all its brackets, and
   * no further. Null at the end.
   */
  @Nullable Value value() throws IOException {
    String line = next();
    return line == null ? null : new Value(line);
  }

  /** The text of one value, line by line. */
  final class Value extends Reader {
    private @Nullable String line;
    private int given;
    private int depth;

    private Value(String first) {
      take(first);
    }

    private void take(@Nullable String taken) {
      line = taken == null ? null : taken + "\n";
      given = 0;
      depth = taken == null ? 0 : depthAfter(taken, depth);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      String current = line;
      if (current != null && given == current.length()) {
        take(depth > 0 ? next() : null);
        current = line;
      }
      if (current == null) {
        return -1;
      }
      int count = Math.min(length, current.length() - given);
      current.getChars(given, given + count, buffer, offset);
      given += count;
      return count;
    }

    /** Leaves the lines that nobody read, so that the next value starts after this one. */
    void skipRest() throws IOException {
      while (line != null) {
        take(depth > 0 ? next() : null);
      }
    }

    @Override
    public void close() {
      // The lines outlive each of their values.
    }
  }
}
