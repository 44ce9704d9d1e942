package io.snapwarden.event;

import java.io.IOException;

/** Tells a text with a document on each line from one whose documents go over several lines. */
final class Layout {

  /** A single event has at most 1 MB (Microsoft Learn, "Event Grid quotas and limits"). */
  private static final int FARTHEST = 1 << 20;

  private final Ahead text;
  private final Nesting all = new Nesting();
  private int at;
  private boolean whole;

  private Layout(Ahead text) {
    this.text = text;
  }

  /**
   * Looks for a line that is a document by itself and that cannot be a part of a longer one, as an
   * element of an array is when it has a line to itself. Looks no further than it must.
   */
  static boolean ofLines(Ahead text) throws IOException {
    return new Layout(text).lines();
  }

  private boolean lines() throws IOException {
    char before = 0;
    for (int line = 1; ; line++) {
      boolean starts = opens(text.peek(at));
      char last = line();
      if (at >= FARTHEST) {
        return false;
      }
      boolean document = starts && whole;
      if (document && line == 1) {
        // Without a look at the next line: whoever writes this one may not have written it yet.
        return true;
      }
      skipBlank();
      if (document && (!awaits(before) || endOrOpens())) {
        return true;
      }
      if (endsHere()) {
        return line == 1;
      }
      if (line > 1 && all.closed()) {
        return false;
      }
      before = last;
    }
  }

  /** Goes to the end of the line; gives its last character that is not blank. */
  private char line() throws IOException {
    Nesting own = new Nesting();
    char last = 0;
    boolean closed = false;
    whole = true;
    for (int c = text.peek(at);
        c >= 0 && c != '\n' && c != '\r' && at < FARTHEST;
        c = text.peek(++at)) {
      all.next((char) c);
      own.next((char) c);
      if (!Documents.blank(c)) {
        last = (char) c;
        // Something after the end: a comma, or the next document.
        whole &= !closed;
        closed = own.closed();
      }
    }
    whole &= closed;
    return last;
  }

  private void skipBlank() throws IOException {
    int newline = at;
    for (int c = text.peek(at); Documents.blank(c) && at < FARTHEST; c = text.peek(++at)) {
      if (at == newline) {
        all.next((char) c);
      }
    }
  }

  private boolean endsHere() throws IOException {
    return text.peek(at) < 0;
  }

  private boolean endOrOpens() throws IOException {
    return endsHere() || opens(text.peek(at));
  }

  private static boolean opens(int c) {
    return c == '{' || c == '[';
  }

  private static boolean awaits(char last) {
    return last == ',' || last == '[' || last == ':';
  }
}
