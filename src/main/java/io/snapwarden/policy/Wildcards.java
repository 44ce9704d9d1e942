package io.snapwarden.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by patterns for one segment, found by hash of what stands before the first star and behind
 * the last. With one star that is the whole pattern; those with more stars and the same ends are
 * tried one after another.
 */
final class Wildcards<V> {

  private List<Ends> lengths = List.of();
  private Map<String, Map<String, V>> byEnds = Map.of();

  private record Ends(int before, int behind) {}

  /** The value of a pattern; null if it has none. */
  @Nullable V get(String pattern) {
    return byEnds.getOrDefault(key(pattern, ends(pattern)), Map.of()).get(pattern);
  }

  void put(String pattern, V value) {
    Ends ends = ends(pattern);
    if (!lengths.contains(ends)) {
      List<Ends> more = new ArrayList<>(lengths);
      more.add(ends);
      lengths = List.copyOf(more);
    }
    String key = key(pattern, ends);
    Map<String, V> same = byEnds.getOrDefault(key, Map.of());
    byEnds = SmallMap.with(byEnds, key, SmallMap.with(same, pattern, value));
  }

  List<V> matching(String segment) {
    List<V> matching = new ArrayList<>(1);
    for (Ends ends : lengths) {
      if (ends.before + ends.behind <= segment.length()) {
        for (Map.Entry<String, V> entry :
            byEnds.getOrDefault(key(segment, ends), Map.of()).entrySet()) {
          if (Wildcard.matches(entry.getKey(), segment)) {
            matching.add(entry.getValue());
          }
        }
      }
    }
    return matching;
  }

  private static Ends ends(String pattern) {
    return new Ends(
        pattern.indexOf(Wildcard.STAR), pattern.length() - 1 - pattern.lastIndexOf(Wildcard.STAR));
  }

  private static String key(String text, Ends ends) {
    return text.substring(0, ends.before)
        + Wildcard.STAR
        + text.substring(text.length() - ends.behind);
  }
}
