package io.snapwarden.backtest;

import io.snapwarden.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tallies by something of which there may be any number: a history is hostile text, and must not
 * fill the memory with callers. Beyond a bound, what is new is summed. Not for several threads.
 */
public final class Ranking<K> {

  private static final Comparator<Tally> WORST_FIRST =
      Comparator.comparingLong(Tally::violations)
          .thenComparingLong(Tally::attempts)
          .thenComparingLong(Tally::all)
          .thenComparing(Tally::last, Comparator.nullsFirst(Comparator.naturalOrder()))
          .reversed();

  private final int most;
  private final Map<K, Tally> tallies = new LinkedHashMap<>();
  private final Tally others = new Tally();

  /**
   * What one of them came to.
   *
   * @param key what it was counted by
   */
  public record Row<K>(K key, Tally tally) {}

  Ranking(int most) {
    this.most = most;
  }

  void add(K key, Verdict verdict, Instant at) {
    Tally tally = tallies.get(key);
    if (tally == null) {
      if (tallies.size() < most) {
        tally = new Tally();
        tallies.put(key, tally);
      } else {
        tally = others;
      }
    }
    tally.add(verdict, at);
  }

  /** How many there are, without those that were summed. */
  public int size() {
    return tallies.size();
  }

  /** Those with the most violations, the worst first. */
  public List<Row<K>> top(int count) {
    return rows().stream()
        .sorted(Comparator.comparing(Row::tally, WORST_FIRST))
        .limit(count)
        .toList();
  }

  /** All, in the order in which they came. */
  public List<Row<K>> rows() {
    List<Row<K>> rows = new ArrayList<>(tallies.size());
    tallies.forEach((key, tally) -> rows.add(new Row<>(key, tally)));
    return rows;
  }

  /** All that is not among so many of the worst, those that there was no room for with it. */
  public Tally rest(int count) {
    Tally rest = new Tally();
    tallies.values().stream().sorted(WORST_FIRST).skip(count).forEach(rest::add);
    rest.add(others);
    return rest;
  }

  /** Whether some were summed, because there was no room for any other. */
  public boolean summed() {
    return others.all() > 0;
  }
}
