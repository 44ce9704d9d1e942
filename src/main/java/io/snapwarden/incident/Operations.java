package io.snapwarden.incident;

import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Incident.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people may ask of incidents. Each call changes one incident in one save, writes into its
 * journal who asked, and hands it to a worker.
 *
 * <p>Each throws a {@link RefusedException} if it cannot be done as things are, with the reason and
 * the cure.
 */
public final class Operations {

  private final Incidents incidents;
  private final Inbox inbox;
  private final Clock clock;

  public Operations(Incidents incidents, Inbox inbox, Clock clock) {
    this.incidents = incidents;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** What was asked for cannot be done as things are; the message says why, and what to do. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Gives leave for the plan that the incident shows.
   *
   * @param planHash the plan that the person saw; null for whichever is shown now
   * @return the incident as it was saved
   */
  public Incident approve(IncidentId id, Operator by, @Nullable String planHash) {
    return change(
        id,
        incident -> {
          Approval approval = asked(incident);
          if (planHash != null && !planHash.equals(approval.planHash())) {
            throw new RefusedException(
                "the plan is another one by now, %s: look at it with `incidents show %s`"
                    .formatted(approval.planHash(), id));
          }
          if (by.objectId().equals(approval.notBy())) {
            throw new RefusedException(
                "this is Snapwarden's own identity: a person must approve, signed in as themselves");
          }
          Instant now = clock.instant();
          return incident.with(
              draft -> {
                draft.approval = approval.decided(true, by, now);
                draft.answeredUntil = now;
                draft.steps.replaceAll(Step::again);
                draft.status = Status.OPEN;
                draft.round++;
              });
        },
        "approved by %s: plan %s",
        by,
        incident -> Objects.requireNonNull(incident.approval()).planHash());
  }

  /** Refuses the plan: the incident keeps its ticket, and nothing is done. */
  public Incident reject(IncidentId id, Operator by) {
    return change(
        id,
        incident -> {
          Approval approval = asked(incident);
          Instant now = clock.instant();
          return incident.with(
              draft -> {
                draft.approval = approval.decided(false, by, now);
                draft.answeredUntil = now;
                draft.hold = "the plan was rejected by " + by;
                draft.status = Status.OPEN;
                draft.round++;
              });
        },
        "rejected by %s: plan %s",
        by,
        incident -> Objects.requireNonNull(incident.approval()).planHash());
  }

  /** Makes the incident look at everything again; what was not understood is handed in again. */
  public Incident retry(IncidentId id, Operator by) {
    return change(
        id,
        incident -> {
          if (incident.status() == Status.OPEN) {
            throw new RefusedException("it is being worked on: look at it again later");
          }
          boolean notUnderstood = incident.cause() instanceof Cause.NotUnderstood;
          return incident
              .again()
              .with(draft -> draft.task = notUnderstood ? Task.REDRIVE : Task.CONTAIN);
        },
        "tried again by %s%s",
        by,
        incident -> "");
  }

  /** Takes back what the steps did, as far as that is possible. */
  public Incident undo(IncidentId id, Operator by) {
    return change(
        id,
        incident -> {
          if (incident.steps().stream().noneMatch(Step::touchedAnything)) {
            throw new RefusedException("there is nothing to take back: no step changed anything");
          }
          if (incident.status() == Status.OPEN) {
            throw new RefusedException("it is being worked on: look at it again later");
          }
          Instant now = clock.instant();
          return incident.with(
              draft -> {
                draft.task = Task.UNDO;
                draft.answeredUntil = now;
                draft.approval = null;
                draft.steps.replaceAll(step -> step.touchedAnything() ? step.again() : step);
                draft.status = Status.OPEN;
                draft.round++;
              });
        },
        "to be taken back, by %s%s",
        by,
        incident -> "");
  }

  private Approval asked(Incident incident) {
    Approval approval = incident.approval();
    if (incident.status() != Status.AWAITING_APPROVAL || approval == null || !approval.open()) {
      throw new RefusedException("it waits for no approval: it is " + incident.status().text());
    }
    if (!clock.instant().isBefore(approval.expires())) {
      throw new RefusedException(
          "the approval expired at %s: `incidents retry %s` asks again"
              .formatted(approval.expires(), incident.id()));
    }
    return approval;
  }

  private Incident change(
      IncidentId id,
      UnaryOperator<Incident> to,
      String told,
      Operator by,
      Function<Incident, String> what) {
    while (true) {
      Incidents.Stored stored =
          incidents.find(id).orElseThrow(() -> new RefusedException("there is no incident " + id));
      Instant now = clock.instant();
      Incident next = to.apply(stored.incident()).with(draft -> draft.due = now);
      List<JournalEntry> entries =
          Claim.entries(next.journal(), now, Claim.Line.note(told.formatted(by, what.apply(next))));
      Optional<Incidents.Stored> saved =
          incidents.save(stored, Claim.journaled(next, entries), entries);
      if (saved.isPresent()) {
        inbox.put(MessageJson.write(new IncidentMessage.Advance(id)));
        return saved.get().incident();
      }
    }
  }
}
