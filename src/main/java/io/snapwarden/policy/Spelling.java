package io.snapwarden.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses what a word was meant to be. */
final class Spelling {

  private static final int MAX_LENGTH = 64;

  private Spelling() {}

  /** The end of a message about an unknown word: the one meant, or else all that are known. */
  static String hint(String word, Collection<String> known) {
    String nearest = nearest(word, known);
    if (nearest != null) {
      return "; did you mean " + Quote.of(nearest) + "?";
    }
    return known.isEmpty()
        ? "; none is known"
        : "; known are " + String.join(", ", known.stream().sorted().toList());
  }

  private static @Nullable String nearest(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) {
      return null;
    }
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(TargetPattern.lower(word), TargetPattern.lower(candidate));
      if (distance <= Math.max(1, candidate.length() / 3) && distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /** How many letters to add, drop or change (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
