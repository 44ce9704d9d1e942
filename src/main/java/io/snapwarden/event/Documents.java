package io.snapwarden.event;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Cuts a text into its documents, without holding any of them. */
final class Documents {

  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private final Ahead text;
  private final boolean lines;
  private @Nullable Document current;

  Documents(Reader in) throws IOException {
    text = new Ahead(in);
    if (text.peek(0) == BYTE_ORDER_MARK) {
      text.skip(1);
    }
    skipBlank();
    lines = Layout.ofLines(text);
  }

  /** Whether there was no document at all. */
  boolean none() {
    return current == null;
  }

  /** The next document; null at the end. What was left of the one before is passed over. */
  @Nullable Reader next() throws IOException {
    if (current != null) {
      current.passOver();
    }
    skipBlank();
    if (text.peek(0) < 0) {
      return null;
    }
    current = new Document(lines ? Documents::restOfLine : new Closing());
    return current;
  }

  private void skipBlank() throws IOException {
    while (blank(text.peek(0))) {
      text.skip(1);
    }
  }

  static boolean blank(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static int restOfLine(char[] text, int from, int count) {
    for (int i = 0; i < count; i++) {
      if (text[from + i] == '\n' || text[from + i] == '\r') {
        return i;
      }
    }
    return count;
  }

  /** Ends after the bracket that closes the first one; without any, at the end of the text. */
  private static final class Closing implements Ahead.Cut {
    private final Nesting nesting = new Nesting();

    @Override
    public int of(char[] text, int from, int count) {
      for (int i = 0; i < count; i++) {
        if (nesting.closed()) {
          return i;
        }
        nesting.next(text[from + i]);
      }
      return count;
    }
  }

  private final class Document extends Reader {
    private final Ahead.Cut end;

    Document(Ahead.Cut end) {
      this.end = end;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      int count = length == 0 ? 0 : text.take(into, offset, length, end);
      return count == 0 && length > 0 ? -1 : count;
    }

    void passOver() throws IOException {
      char[] rest = new char[1024];
      int count = 0;
      while (count >= 0) {
        count = read(rest, 0, rest.length);
      }
    }

    @Override
    public void close() {}
  }
}
