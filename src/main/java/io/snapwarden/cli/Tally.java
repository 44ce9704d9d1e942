package io.snapwarden.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      if (count.getValue() > 0 && !HARMLESS.contains(count.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** As in {@code 3 events: 2 allowed, 1 violation}. */
  @Override
  public String toString() {
    long events = 0;
    List<String> verdicts = new ArrayList<>();
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      if (count.getValue() > 0) {
        events += count.getValue();
        verdicts.add(count.getValue() + " " + count.getKey());
      }
    }
    return Count.of(events, "event") + (events == 0 ? "" : ": " + String.join(", ", verdicts));
  }
}
