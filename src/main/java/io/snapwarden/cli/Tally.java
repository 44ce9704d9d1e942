package io.snapwarden.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How many events got which verdict. */
final class Tally {

  private static final Set<String> HARMLESS = Set.of("allowed", "unrelated");

  private final Map<String, Long> counts = new LinkedHashMap<>();

  Tally() {
    // In this order whatever comes first.
    for (String verdict :
        new String[] {"allowed", "violation", "attempt", "unrelated", "unreadable"}) {
      counts.put(verdict, 0L);
    }
  }

  void add(String verdict) {
    counts.merge(verdict, 1L, Long::sum);
  }

  /** Whether a person should look at anything. */
  boolean findings() {
    return counts.entrySet().stream()
        .anyMatch(count -> count.getValue() > 0 && !HARMLESS.contains(count.getKey()));
  }

  /** As in {@code 3 events: 2 allowed, 1 violation}. */
  @Override
  public String toString() {
    long events = counts.values().stream().mapToLong(Long::longValue).sum();
    String verdicts =
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return Count.of(events, "event") + (events == 0 ? "" : ": " + verdicts);
  }
}
