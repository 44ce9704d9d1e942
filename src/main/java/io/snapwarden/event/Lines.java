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
    boolean another = second.startsWith("{") || second.startsWith("[");
    boolean beginning = first.strip().equals("{") || first.strip().equals("[");
    return whole(first) || (another && !beginning) || !opens(first);
  }

  private static boolean opens(String line) {
    String text = line.strip();
    return text.startsWith("{") || text.startsWith("[");
  }

  /** Whether every bracket outside of strings that opens on the line is closed on it. */
  private static boolean whole(String line) {
    int depth = 0;
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
    return depth == 0 && !string;
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

  /** Everything from the first line on, as one text. */
  Reader whole() {
    String start = ahead.isEmpty() ? "" : String.join("\n", ahead) + "\n";
    return new Reader() {
      private int given;

      @Override
      public int read(char[] buffer, int offset, int length) throws IOException {
        if (given == start.length()) {
          return in.read(buffer, offset, length);
        }
        int count = Math.min(length, start.length() - given);
        start.getChars(given, given + count, buffer, offset);
        given += count;
        return count;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
