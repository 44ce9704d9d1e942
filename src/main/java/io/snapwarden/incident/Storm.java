package io.snapwarden.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that one caller made within the last hour, and whether those were too many.
 *
 * @param caller a name for the caller, or for all of whom nothing certain is known
 * @param opened fingerprints of tickets, each with when it was counted
 * @param since when one ticket too many came first; null if there is no storm
 * @param last when one too many came last; null if there is no storm
 */
public record Storm(
    String caller, Map<String, Instant> opened, @Nullable Instant since, @Nullable Instant last) {

  private static final Duration HOUR = Duration.ofHours(1);

  public Storm {
    opened = Map.copyOf(opened);
  }

  static Storm none(String caller) {
    return new Storm(caller, Map.of(), null, null);
  }

  /** Counts a ticket, if there is room for it; a storm ends with an hour of nothing too much. */
  Storm counting(String fingerprint, int perHour, Instant now) {
    Map<String, Instant> recent = new LinkedHashMap<>();
    opened.forEach(
        (ticket, at) -> {
          if (at.isAfter(now.minus(HOUR))) {
            recent.put(ticket, at);
          }
        });
    boolean over = last != null && last.isBefore(now.minus(HOUR));
    Instant storm = over ? null : since;
    if (recent.containsKey(fingerprint)) {
      return new Storm(caller, recent, storm, over ? null : last);
    }
    if (recent.size() < perHour) {
      recent.put(fingerprint, now);
      return new Storm(caller, recent, storm, over ? null : last);
    }
    return new Storm(caller, recent, storm == null ? now : storm, now);
  }

  /** Whether there is room for a ticket of its own. */
  boolean admits(String fingerprint) {
    return opened.containsKey(fingerprint);
  }
}
