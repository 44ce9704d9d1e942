package io.snapwarden.incident;

import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.incident.Incident.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One worker's hold on one incident. Every save renews the lease and proves that the hold is still
 * there; a worker that was thought dead and comes back finds that it is not.
 */
final class Claim {

  /** Longer than the slowest single piece of work: one read and one write of Azure, 20 s each. */
  static final Duration LEASE = Duration.ofSeconds(90);

  private final Incidents incidents;
  private final Clock clock;
  private final String holder;
  private Incidents.Stored stored;

  private Claim(Incidents incidents, Clock clock, String holder, Incidents.Stored stored) {
    this.incidents = incidents;
    this.clock = clock;
    this.holder = holder;
    this.stored = stored;
  }

  /** What this worker writes into an incident to hold it. */
  static Lease lease(Clock clock, String holder) {
    return new Lease(holder, clock.instant().plus(LEASE));
  }

  /** For an incident that was inserted with this worker's lease. */
  static Claim held(Incidents incidents, Clock clock, Incidents.Stored stored) {
    Lease lease = Objects.requireNonNull(stored.incident().lease());
    return new Claim(incidents, clock, lease.holder(), stored);
  }

  /** Takes hold of an incident; empty if somebody else was faster. */
  static Optional<Claim> take(
      Incidents incidents, Clock clock, String holder, Incidents.Stored free) {
    return incidents
        .save(free, held(free.incident(), lease(clock, holder)), List.of())
        .map(stored -> new Claim(incidents, clock, holder, stored));
  }

  private static Incident held(Incident incident, @Nullable Lease by) {
    return incident.with(draft -> draft.lease = by);
  }

  Incident incident() {
    return stored.incident();
  }

  /**
   * Saves a change together with what the journal says of it.
   *
   * @return whether it was saved; if not, somebody added to the incident meanwhile, it has been
   *     read anew, and the caller must look again before going on
   * @throws LostClaimException if another worker holds it now
   */
  boolean save(UnaryOperator<Incident> change, Line... lines) {
    return write(held(change.apply(stored.incident()), lease(clock, holder)), lines);
  }

  /** Adds to the journal what must be in it whatever else happened to the incident. */
  void tell(Line... lines) {
    while (!save(UnaryOperator.identity(), lines)) {
      // Somebody else added to it between our read and our write: the next try sees that.
    }
  }

  /** Lets go, with a last change. */
  boolean release(UnaryOperator<Incident> change, Line... lines) {
    return write(held(change.apply(stored.incident()), null), lines);
  }

  private boolean write(Incident next, Line... lines) {
    List<JournalEntry> entries = entries(next.journal(), clock.instant(), lines);
    Optional<Incidents.Stored> saved = incidents.save(stored, journaled(next, entries), entries);
    if (saved.isPresent()) {
      stored = saved.get();
      return true;
    }
    stored =
        incidents
            .find(stored.incident().id())
            .filter(now -> heldByUs(now.incident()))
            .orElseThrow(LostClaimException::new);
    return false;
  }

  private boolean heldByUs(Incident now) {
    Lease lease = now.lease();
    return lease != null && lease.holder().equals(holder);
  }

  static List<JournalEntry> entries(JournalHead from, Instant at, Line... lines) {
    List<JournalEntry> entries = new ArrayList<>();
    JournalHead head = from;
    for (Line line : lines) {
      entries.add(JournalEntry.after(head, at, line.kind(), line.text()));
      head = head(head, entries);
    }
    return entries;
  }

  /** The incident with its journal ending at the last of the entries. */
  static Incident journaled(Incident incident, List<JournalEntry> entries) {
    return incident.with(draft -> draft.journal = head(incident.journal(), entries));
  }

  private static JournalHead head(JournalHead from, List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return from;
    }
    JournalEntry last = entries.get(entries.size() - 1);
    return new JournalHead(last.number(), last.hash());
  }

  /** What a journal entry will say; names and ids in it may be chosen by a caller. */
  record Line(JournalEntry.Kind kind, String text) {

    Line {
      text = SafeText.of(text);
    }

    static Line note(String text) {
      return new Line(JournalEntry.Kind.NOTE, text);
    }

    static Line intent(String text) {
      return new Line(JournalEntry.Kind.INTENT, text);
    }

    static Line result(String text) {
      return new Line(JournalEntry.Kind.RESULT, text);
    }
  }

  /** Another worker took over while this one was away: it has nothing more to do here. */
  static final class LostClaimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostClaimException() {
      super("another worker holds the incident now", null, false, false);
    }
  }
}
