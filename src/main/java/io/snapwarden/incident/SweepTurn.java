package io.snapwarden.incident;

import io.snapwarden.azure.ActivityLog;
import io.snapwarden.event.Guid;
import java.time.Duration;
import java.time.Instant;

/** How far one sweep has come in one subscription. Not for several threads. */
final class SweepTurn {

  /** A backlog is swept in parts of this length, so that progress is kept. */
  private static final Duration PART = Duration.ofHours(6);

  /** Parts that hold too many records are cut in half, but not into shorter ones than this. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Guid subscription;
  private final SweptRecords records;
  private final Instant begun;
  private final Instant end;
  private Instant sweptUntil;
  private Instant from;
  private Duration length;

  /**
   * About to begin.
   *
   * @param sweptUntil where the sweep before this one ended
   * @param from where this one begins; its first part reaches beyond where that one ended
   * @param end where this one ends
   */
  SweepTurn(
      Guid subscription, SweptRecords records, Instant sweptUntil, Instant from, Instant end) {
    this.subscription = subscription;
    this.records = records;
    this.sweptUntil = sweptUntil;
    this.begun = from;
    this.from = from;
    this.end = end;
    this.length = Duration.between(from, sweptUntil.isAfter(from) ? sweptUntil : from).plus(PART);
  }

  Guid subscription() {
    return subscription;
  }

  SweptRecords records() {
    return records;
  }

  /** Up to here nothing is left to be swept, now or before. */
  Instant sweptUntil() {
    return sweptUntil;
  }

  boolean over() {
    return !from.isBefore(end);
  }

  /** Where the next part begins. */
  Instant from() {
    return from;
  }

  /** Where the next part ends. */
  Instant to() {
    Instant to = from.plus(length);
    return to.isAfter(end) ? end : to;
  }

  /** The next part was swept. */
  void swept() {
    from = to();
    if (from.isAfter(sweptUntil)) {
      sweptUntil = from;
    }
    if (length.compareTo(PART) > 0) {
      length = PART;
    }
  }

  /** The next part holds more records than one reading takes: the one after this is shorter. */
  void tooLong() {
    length = Duration.between(from, to()).dividedBy(2);
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalStateException(
          "the Activity Log has more than %d pages between %s and %s"
              .formatted(ActivityLog.MOST_PAGES, from, from.plus(length.multipliedBy(2))));
    }
  }

  /** How far it has come, and how much came by. */
  Log.Line told(Log log, SweepEnd end) {
    Log.Line line = log.line("sweep").with("subscription", subscription).with("state", end.text());
    return records.counted(line.with("from", begun).with("until", sweptUntil));
  }

  @Override
  public String toString() {
    return "subscription %s, swept from %s to %s: %s"
        .formatted(subscription, begun, from, records.tally());
  }
}
