package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.playbook.Playbook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one use case: takes in what the queue brings and advances the incident that it belongs to.
 *
 * <p>An exception means that the message must be delivered again; everything else that can go wrong
 * is in the incident and its journal. Safe for use by several threads.
 */
public final class Responder {

  private final Ports ports;
  private final OwnWrites ownWrites;
  private final Round round;
  private final Mode cap;
  private final Clock clock;
  private final Supplier<String> newHolder;

  /**
   * Wires a responder.
   *
   * @param cap how far any response may go, whatever the policy says
   * @param ownPrincipal Snapwarden's own identity, which approves nothing; null if it is not known
   * @param newHolder a new name for each call, to hold an incident with
   */
  public Responder(
      Ports ports,
      Playbook playbook,
      Mode cap,
      @Nullable Guid ownPrincipal,
      TicketRules tickets,
      Clock clock,
      RandomGenerator random,
      Supplier<String> newHolder) {
    this.ports = ports;
    this.ownWrites = new OwnWrites(ports.incidents());
    this.round = new Round(ports, playbook, cap, ownPrincipal, tickets, clock, random);
    this.cap = cap;
    this.clock = clock;
    this.newHolder = newHolder;
  }

  /**
   * Takes in one message and works on its incident until it is finished or must wait.
   *
   * @param lines gets one line of JSON for each thing worth telling an operator
   */
  public void receive(IncidentMessage message, Consumer<String> lines) {
    Log log = new Log(lines);
    if (message instanceof IncidentMessage.Detected detected) {
      detected(detected, log);
    } else if (message instanceof IncidentMessage.Advance advance) {
      advance(advance.incident(), log);
    } else if (message instanceof IncidentMessage.NotUnderstood notUnderstood) {
      notUnderstood(notUnderstood, log);
    } else if (message instanceof IncidentMessage.Undecided) {
      throw new IllegalStateException("a write must be decided before it gets here");
    } else {
      throw new IllegalStateException("not for a responder: " + message.getClass());
    }
  }

  private void detected(IncidentMessage.Detected detected, Log log) {
    SnapshotWrite write = detected.write();
    Optional<Incident> explaining = ownWrites.explaining(detected);
    if (explaining.isPresent()) {
      log.line("event.own")
          .about(explaining.get())
          .with("event", write.eventId())
          .with("target", write.target())
          .write();
      return;
    }
    Opening opening = Opening.of(detected, cap, clock.instant(), lease());
    if (!opened(opening, log)) {
      IncidentId id = opening.incident().id();
      recheck(id, write, log);
      advance(id, log);
    }
  }

  private void notUnderstood(IncidentMessage.NotUnderstood message, Log log) {
    IncidentId id = IncidentId.ofDigest(message.digest());
    String kept = ports.evidence().keep(id, "raw.txt", message.excerpt());
    if (!opened(Opening.of(message, kept, cap, clock.instant(), lease()), log)) {
      change(
          id,
          incident ->
              incident.task() == Incident.Task.REDRIVE
                  ? Optional.of(incident.again())
                  : Optional.empty(),
          Line.note("handed in again, and still not understood: " + message.reason()));
      advance(id, log);
    }
  }

  private Incident.Lease lease() {
    return Claim.lease(clock, newHolder.get());
  }

  /** Inserts the incident and works on it, unless it is there already. */
  private boolean opened(Opening opening, Log log) {
    Incident fresh = opening.incident();
    List<JournalEntry> entries = Claim.entries(fresh.journal(), fresh.createdAt(), opening.told());
    Optional<Claim> claim =
        ports
            .incidents()
            .insert(Claim.journaled(fresh, entries), entries)
            .map(stored -> Claim.held(ports.incidents(), clock, stored));
    claim.ifPresent(
        held -> {
          log.line("incident.opened")
              .about(held.incident())
              .with("mode", fresh.terms().mode().text())
              .with("told", opening.told().text())
              .write();
          work(held, log);
        });
    return claim.isPresent();
  }

  /** Another event than those known may tell of another write under the same ids: look again. */
  private void recheck(IncidentId id, SnapshotWrite write, Log log) {
    String event = write.eventId();
    Incidents.Stored stored = ports.incidents().find(id).orElseThrow();
    if (stored.incident().events().contains(event)) {
      log.line("event.known").about(stored.incident()).with("event", event).write();
      return;
    }
    Instant answered = stored.incident().answeredUntil();
    boolean settled = answered != null && !write.at().isAfter(answered);
    Line line =
        Line.note(
            settled
                ? "event %s tells of a write of %s, which was answered until %s"
                    .formatted(event, write.at(), answered)
                : "event %s tells of the same write: look at everything again".formatted(event));
    Optional<Incident> changed =
        change(
            id,
            incident -> {
              Incident told = incident.withEvent(event);
              return Optional.of(settled ? told : told.again());
            },
            line);
    changed.ifPresent(
        incident ->
            log.line(settled ? "event.answered" : "event.again")
                .about(incident)
                .with("event", event)
                .write());
  }

  /** Changes an incident that somebody may be working on: whoever does finds out. */
  private Optional<Incident> change(
      IncidentId id, Function<Incident, Optional<Incident>> to, Line line) {
    while (true) {
      Incidents.Stored stored = ports.incidents().find(id).orElseThrow();
      Optional<Incident> next = to.apply(stored.incident());
      if (next.isEmpty()) {
        return next;
      }
      List<JournalEntry> entries =
          Claim.entries(stored.incident().journal(), clock.instant(), line);
      Optional<Incidents.Stored> saved =
          ports.incidents().save(stored, Claim.journaled(next.get(), entries), entries);
      if (saved.isPresent()) {
        return saved.map(Incidents.Stored::incident);
      }
    }
  }

  private void advance(IncidentId id, Log log) {
    Incidents.Stored stored =
        ports
            .incidents()
            .find(id)
            .orElseThrow(() -> new IllegalStateException("there is no incident " + id));
    Incident incident = stored.incident();
    Instant now = clock.instant();
    if (incident.status() != Status.OPEN && !expired(incident, now)) {
      return;
    }
    Incident.Lease lease = incident.lease();
    if (lease != null && now.isBefore(lease.until())) {
      ports.schedule().again(id, Duration.between(now, lease.until()).plusSeconds(1));
      return;
    }
    Optional<Claim> claim = Claim.take(ports.incidents(), clock, newHolder.get(), stored);
    if (claim.isPresent()) {
      work(claim.get(), log);
    } else {
      ports.schedule().again(id, Duration.ofSeconds(1));
    }
  }

  private static boolean expired(Incident incident, Instant now) {
    Approval approval = incident.approval();
    return incident.status() == Status.AWAITING_APPROVAL
        && approval != null
        && !now.isBefore(approval.expires());
  }

  /** Nobody decided: the incident keeps its ticket. If somebody just has, that counts. */
  private void expire(Claim claim) {
    Approval approval = claim.incident().approval();
    if (approval == null || !expired(claim.incident(), clock.instant())) {
      return;
    }
    String why = "nobody approved the plan until " + approval.expires();
    claim.save(
        now ->
            now.with(
                draft -> {
                  draft.status = Status.OPEN;
                  draft.hold = why;
                  draft.answeredUntil = approval.expires();
                }),
        Line.note(why));
  }

  private void work(Claim claim, Log log) {
    try {
      expire(claim);
      round.work(claim, log);
    } catch (Claim.LostClaimException e) {
      log.line("claim.lost").about(claim.incident()).write();
    } catch (RuntimeException e) {
      giveUp(claim, e);
      throw e;
    }
  }

  /** Lets the redelivered message start at once, so that what always fails becomes poison soon. */
  private static void giveUp(Claim claim, RuntimeException cause) {
    try {
      claim.release(
          UnaryOperator.identity(), Line.note("interrupted: " + cause.getClass().getSimpleName()));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
