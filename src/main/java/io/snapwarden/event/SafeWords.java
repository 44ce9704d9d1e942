package io.snapwarden.event;

/** Makes text of an event fit for a reason that people read: short, and plain ASCII. */
final class SafeWords {

  private SafeWords() {}

  /** The start of the text, with a question mark for each character that is not printable ASCII. */
  static String of(String text, int length) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length() && i < length; i++) {
      char c = text.charAt(i);
      safe.append(c >= ' ' && c < 0x7F ? c : '?');
    }
    return safe.toString();
  }
}
