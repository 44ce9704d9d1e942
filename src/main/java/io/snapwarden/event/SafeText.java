package io.snapwarden.event;

/**
 * Text of unknown origin made fit for a log, a ticket or a terminal: what would move, hide or
 * reorder it is spelled out.
 */
public final class SafeText {

  private SafeText() {}

  /**
   * The same text with every control, bidirectional, invisible and broken character as {@code
   * \}{@code uXXXX}. That is how JSON spells them too, so a JSON document keeps its meaning.
   */
  public static String of(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int end = i + Character.charCount(character);
      if (harmful(character)) {
        safe = safe == null ? new StringBuilder(text.length() + 16).append(text, 0, i) : safe;
        for (int j = i; j < end; j++) {
          safe.append("\\u%04X".formatted((int) text.charAt(j)));
        }
      } else if (safe != null) {
        safe.append(text, i, end);
      }
      i = end;
    }
    return safe == null ? text : safe.toString();
  }

  private static boolean harmful(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
