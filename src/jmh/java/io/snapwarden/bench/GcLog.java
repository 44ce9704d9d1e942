package io.snapwarden.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the collector says with {@code -Xlog:gc}. */
final class GcLog {

  /** What was there before a collection, and what after. */
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

  private GcLog() {}

  /** The most that the heap held at a collection, in megabytes; 0 if there was none. */
  static int peak(Path log) throws IOException {
    int peak = 0;
    Matcher heap = HEAP.matcher(Files.readString(log));
    while (heap.find()) {
      peak = Math.max(peak, Integer.parseInt(heap.group(1)));
    }
    return peak;
  }
}
