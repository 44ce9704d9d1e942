package io.snapwarden.incident;

import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.TicketChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One violating write on its way through its response.
 *
 * @param events the ids of the events that told of it
 * @param mode how far the response may go, already capped by the app's setting
 * @param policyHash the policy that decided it
 * @param ticketRef where its ticket is; null until it is opened
 * @param concluded whether the ticket has been told how the present round ended
 * @param round counts from 1, and up each time that another event made the steps look again
 * @param lease who works on it now; null if nobody does
 * @param journal where its journal ends
 */
public record Incident(
    IncidentId id,
    Instant createdAt,
    Cause cause,
    Set<String> events,
    Mode mode,
    String policyHash,
    TicketChoice ticket,
    @Nullable String ticketRef,
    boolean concluded,
    List<Step> steps,
    Status status,
    int round,
    @Nullable Lease lease,
    JournalHead journal) {

  /**
   * Events beyond these are not remembered: each of them makes the steps look again, and no more.
   */
  private static final int MOST_EVENTS = 200;

  public Incident {
    events = Set.copyOf(events);
    steps = List.copyOf(steps);
  }

  /** Where an incident stands. */
  public enum Status {
    /** There is work to do. */
    OPEN,
    /** Recorded, and no more was allowed. */
    OBSERVED,
    /** A ticket is open, and no more was allowed. */
    TICKETED,
    /** Every step is done. */
    CONTAINED,
    /** A step was refused or failed; a person must look. */
    STOPPED
  }

  /** Somebody's right to work on it, until then. */
  public record Lease(String holder, Instant until) {}

  /** The last entry's number and hash; 0 and an empty hash before the first. */
  public record JournalHead(int count, String hash) {
    public static final JournalHead EMPTY = new JournalHead(0, "");
  }

  /** Whether it is about a write of this target. */
  public boolean isAbout(ResourceId target) {
    return cause instanceof Cause.Violation violation && violation.write().target().equals(target);
  }

  /** Held by a worker, or by nobody. */
  Incident withLease(@Nullable Lease next) {
    return copy(events, ticketRef, concluded, steps, status, round, next, journal);
  }

  Incident withStatus(Status next) {
    return copy(events, ticketRef, concluded, steps, next, round, lease, journal);
  }

  Incident withTicket(String reference) {
    return copy(events, reference, concluded, steps, status, round, lease, journal);
  }

  Incident withConcluded() {
    return copy(events, ticketRef, true, steps, status, round, lease, journal);
  }

  Incident withJournal(JournalHead next) {
    return copy(events, ticketRef, concluded, steps, status, round, lease, next);
  }

  Incident withStep(int index, Step step) {
    List<Step> next = new ArrayList<>(steps);
    next.set(index, step);
    return copy(events, ticketRef, concluded, next, status, round, lease, journal);
  }

  /** Looks at everything again, because another event told of it. */
  Incident again(String event) {
    Set<String> told = new HashSet<>(events);
    if (told.size() < MOST_EVENTS) {
      told.add(event);
    }
    return copy(
        told,
        ticketRef,
        false,
        steps.stream().map(Step::again).toList(),
        Status.OPEN,
        round + 1,
        lease,
        journal);
  }

  private Incident copy(
      Set<String> newEvents,
      @Nullable String newTicketRef,
      boolean newConcluded,
      List<Step> newSteps,
      Status newStatus,
      int newRound,
      @Nullable Lease newLease,
      JournalHead newJournal) {
    return new Incident(
        id,
        createdAt,
        cause,
        newEvents,
        mode,
        policyHash,
        ticket,
        newTicketRef,
        newConcluded,
        newSteps,
        newStatus,
        newRound,
        newLease,
        newJournal);
  }
}
