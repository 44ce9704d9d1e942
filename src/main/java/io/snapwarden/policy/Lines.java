package io.snapwarden.policy;

import java.util.Arrays;

/** Turns offsets in a text into lines and columns, both counted from 1. */
final class Lines {

  private final int[] starts;

  Lines(String text) {
    int[] found = new int[64];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = at + 1;
    }
    this.starts = Arrays.copyOf(found, count);
  }

  int line(int offset) {
    int index = Arrays.binarySearch(starts, offset);
    return index >= 0 ? index + 1 : -index - 1;
  }

  int column(int offset) {
    return offset - starts[line(offset) - 1] + 1;
  }
}
