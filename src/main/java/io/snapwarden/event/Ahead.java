package io.snapwarden.event;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** A text that can be looked at before it is taken; reads no further than it is asked to. */
final class Ahead {

  private static final int FIRST_SIZE = 8192;

  private final Reader in;
  private char[] buffer = new char[FIRST_SIZE];
  private int start;
  private int end;
  private boolean over;

  Ahead(Reader in) {
    this.in = in;
  }

  /** The character so many places on, without taking it; -1 if the text ends before. */
  int peek(int places) throws IOException {
    while (end - start <= places && !over) {
      fill();
    }
    return end - start <= places ? -1 : buffer[start + places];
  }

  void skip(int count) {
    start += count;
  }

  /** Takes at least one character if there is one, and none that is not wanted any more. */
  int take(char[] into, int offset, int length, Cut cut) throws IOException {
    if (peek(0) < 0) {
      return 0;
    }
    int most = Math.min(length, end - start);
    int count = cut.of(buffer, start, most);
    System.arraycopy(buffer, start, into, offset, count);
    start += count;
    return count;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, end, buffer.length - end);
    over = count < 0;
    end += Math.max(0, count);
  }

  /** Says how many of the next characters still belong to what is being read. */
  interface Cut {
    int of(char[] text, int from, int count);
  }
}
