package io.snapwarden.policy;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;

/**
 * Reads JSON with comments as JSON: every comment becomes blanks, so that lines and columns stay.
 *
 * <p>It also refuses what Gson lets pass in strict reading: control characters and odd escapes in
 * strings, keywords in capitals, a slash that starts no comment. It keeps no copy of the text.
 */
final class JsonText extends Reader {

  private static final int MAX_DEPTH = 32;
  private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9a-fA-F]{4}");

  private final String text;
  private int position;
  private int depth;
  private int commentBegan;
  private State state = State.OUTSIDE;

  private enum State {
    OUTSIDE,
    STRING,
    ESCAPE,
    LINE_COMMENT,
    BLOCK_COMMENT
  }

  JsonText(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = Math.min(length, text.length() - position);
    if (count <= 0 && length > 0) {
      if (state == State.BLOCK_COMMENT) {
        throw new NotJson(text.length(), "a comment has no end");
      }
      return -1;
    }
    text.getChars(position, position + count, buffer, offset);
    int done = 0;
    try {
      for (; done < count; done++, position++) {
        char c = buffer[offset + done];
        boolean plain = state == State.STRING && c != '"' && c != '\\' && c >= ' ';
        if (!plain) {
          buffer[offset + done] = next(c);
        }
      }
    } catch (NotJson e) {
      // Gson reads ahead: it must first see what stands before, and may find an earlier fault.
      if (done == 0) {
        throw e;
      }
    }
    return done;
  }

  @Override
  public void close() {}

  private char next(char c) throws NotJson {
    return switch (state) {
      case OUTSIDE -> outside(c);
      case STRING -> inString(c);
      case ESCAPE -> escaped(c);
      case LINE_COMMENT -> inLineComment(c);
      case BLOCK_COMMENT -> inBlockComment(c);
    };
  }

  private char outside(char c) throws NotJson {
    switch (c) {
      case '"' -> state = State.STRING;
      case '/' -> {
        state = commentStart();
        return ' ';
      }
      case '\ufeff' -> {
        return position == 0 ? ' ' : c;
      }
      case '{', '[' -> {
        if (++depth > MAX_DEPTH) {
          throw new NotJson(position, "values are nested more than " + MAX_DEPTH + " deep");
        }
      }
      case '}', ']' -> depth--;
      default -> {
        boolean exponent = c == 'E' && position > 0 && isDigit(text.charAt(position - 1));
        if (c >= 'A' && c <= 'Z' && !exponent) {
          throw new NotJson(position, "text without quotation marks");
        }
      }
    }
    return c;
  }

  private State commentStart() throws NotJson {
    char second = position + 1 < text.length() ? text.charAt(position + 1) : ' ';
    if (second == '/') {
      return State.LINE_COMMENT;
    }
    if (second == '*') {
      commentBegan = position;
      return State.BLOCK_COMMENT;
    }
    throw new NotJson(position, "a slash that starts no comment");
  }

  /** What is not plain in a string: its end, an escape or a control character. */
  private char inString(char c) throws NotJson {
    state =
        switch (c) {
          case '"' -> State.OUTSIDE;
          case '\\' -> State.ESCAPE;
          default ->
              throw new NotJson(position, "a control character or line break inside a string");
        };
    return c;
  }

  private char escaped(char c) throws NotJson {
    if ("\"\\/bfnrtu".indexOf(c) < 0) {
      throw new NotJson(position, "an escape that JSON does not have");
    }
    if (c == 'u' && !FOUR_DIGITS.matcher(text).region(position + 1, text.length()).lookingAt()) {
      throw new NotJson(position, "\\u without four hexadecimal digits");
    }
    state = State.STRING;
    return c;
  }

  private char inLineComment(char c) {
    if (c == '\n') {
      state = State.OUTSIDE;
      return c;
    }
    return ' ';
  }

  private char inBlockComment(char c) {
    boolean end = c == '/' && position >= commentBegan + 3 && text.charAt(position - 1) == '*';
    if (end) {
      state = State.OUTSIDE;
    }
    return c == '\n' ? c : ' ';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The text is not JSON, from an offset on. */
  static final class NotJson extends IOException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    NotJson(int offset, String message) {
      super(message);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }
}
