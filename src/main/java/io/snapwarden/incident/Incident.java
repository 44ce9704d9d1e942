package io.snapwarden.incident;

import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One violating write on its way through its response.
 *
 * @param events the ids of the events that told of it
 * @param terms what the policy said
 * @param hold why it may not go further than a ticket, whatever the terms say; empty if nothing
 *     holds it
 * @param answeredUntil a person, or the want of one, has answered all writes up to then: only a
 *     later one makes the steps look again; null if nobody has
 * @param admitted whether its target is counted in its subscription's budget
 * @param ticketRef where its ticket is; null until it is opened
 * @param told the hash of the last outcome that the ticket was told; empty before the first
 * @param task what the present round is about
 * @param approval the leave that was asked for; null if none was
 * @param round counts from 1, and up each time that the steps are made to look again
 * @param due when somebody comes back to it by themselves; null if nobody needs to
 * @param lease who works on it now; null if nobody does
 * @param journal where its journal ends
 */
public record Incident(
    IncidentId id,
    Instant createdAt,
    Cause cause,
    Set<String> events,
    Terms terms,
    String hold,
    @Nullable Instant answeredUntil,
    boolean admitted,
    @Nullable String ticketRef,
    String told,
    Task task,
    List<Step> steps,
    @Nullable Approval approval,
    Status status,
    int round,
    @Nullable Instant due,
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

  /** What a round is about. */
  public enum Task {
    /** Bring Azure to where the steps want it. */
    CONTAIN,
    /** Take back what the steps did. */
    UNDO,
    /** Hand in again what was not understood. */
    REDRIVE
  }

  /** Where an incident stands. */
  public enum Status implements Word {
    /** There is work to do. */
    OPEN,
    /** A person must approve the plan. */
    AWAITING_APPROVAL,
    /** Recorded, and no more was allowed. */
    OBSERVED,
    /** A ticket is open, and no more was allowed. */
    TICKETED,
    /** Every step is done. */
    CONTAINED,
    /** A step was refused or failed; a person must look. */
    STOPPED,
    /** What could be taken back was. */
    UNDONE,
    /** What was not understood has been handed in once more. */
    REDRIVEN;

    public static Optional<Status> parse(String text) {
      return Word.find(values(), text);
    }

    /** Whether somebody will come back to it without being asked. */
    public boolean moving() {
      return this == OPEN || this == AWAITING_APPROVAL;
    }
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

  /** How far it may go now. */
  public Mode mode(Mode cap) {
    Mode mode = hold.isEmpty() ? terms.mode() : terms.mode().cappedAt(Mode.TICKET);
    return mode.cappedAt(cap);
  }

  /** Whether a person approved the plan that the steps have shown. */
  boolean approved() {
    return approval != null && approval.covers(PlanHash.of(steps));
  }

  /** The same incident with some things changed. */
  Incident with(Consumer<Draft> changes) {
    Draft draft = new Draft(this);
    changes.accept(draft);
    return draft.done();
  }

  Incident withStep(int index, Step step) {
    return with(draft -> draft.steps.set(index, step));
  }

  Incident withEvent(String event) {
    return events.size() < MOST_EVENTS ? with(draft -> draft.events.add(event)) : this;
  }

  /**
   * Looks at everything again from the beginning, with what held it before forgotten. A leave that
   * was given is used up; one that is still asked for goes on waiting.
   */
  Incident again() {
    return with(
        draft -> {
          draft.hold = "";
          if (draft.approval != null && !draft.approval.open()) {
            draft.approval = null;
          }
          draft.task = Task.CONTAIN;
          draft.steps.replaceAll(Step::again);
          draft.status = Status.OPEN;
          draft.round++;
        });
  }

  /** An incident while it is being changed. */
  static final class Draft {
    private final Incident from;
    final Set<String> events;
    final List<Step> steps;
    String hold;
    @Nullable Instant answeredUntil;
    boolean admitted;
    @Nullable String ticketRef;
    String told;
    Task task;
    @Nullable Approval approval;
    Status status;
    int round;
    @Nullable Instant due;
    @Nullable Lease lease;
    JournalHead journal;

    private Draft(Incident from) {
      this.from = from;
      this.events = new HashSet<>(from.events);
      this.steps = new ArrayList<>(from.steps);
      this.hold = from.hold;
      this.answeredUntil = from.answeredUntil;
      this.admitted = from.admitted;
      this.ticketRef = from.ticketRef;
      this.told = from.told;
      this.task = from.task;
      this.approval = from.approval;
      this.status = from.status;
      this.round = from.round;
      this.due = from.due;
      this.lease = from.lease;
      this.journal = from.journal;
    }

    private Incident done() {
      return new Incident(
          from.id,
          from.createdAt,
          from.cause,
          events,
          from.terms,
          hold,
          answeredUntil,
          admitted,
          ticketRef,
          told,
          task,
          steps,
          approval,
          status,
          round,
          due,
          lease,
          journal);
    }
  }
}
