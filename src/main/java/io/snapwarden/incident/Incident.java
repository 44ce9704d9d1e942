package io.snapwarden.incident;

import io.snapwarden.policy.Mode;
import io.snapwarden.policy.TicketChoice;
import java.time.Instant;
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
}
