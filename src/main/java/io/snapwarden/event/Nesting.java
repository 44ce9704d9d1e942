package io.snapwarden.event;

/** Follows the brackets of JSON outside of its strings, and nothing else of it. */
final class Nesting {

  private int depth;
  private boolean string;
  private boolean escaped;
  private boolean opened;
  private boolean broken;

  void next(char c) {
    if (string) {
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        string = false;
      }
      // No string of JSON goes over the end of a line.
      broken |= c == '\n' || c == '\r';
      return;
    }
    switch (c) {
      case '"' -> string = true;
      case '{', '[' -> {
        depth++;
        opened = true;
      }
      case '}', ']' -> depth--;
      default -> {}
    }
    broken |= depth < 0;
  }

  /** Whether a bracket was opened, and all that were are closed. */
  boolean closed() {
    return opened && depth == 0 && !string && !broken;
  }
}
