package io.snapwarden.incident;

import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.Playbook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The one use case: takes in what the queue brings and advances the incident that it belongs to.
 *
 * <p>An exception means that the message must be delivered again; everything else that can go wrong
 * is in the incident and its journal. Safe for use by several threads.
 */
public final class Responder {

  /** How long one call may go on before it hands the incident back to the queue. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How far Azure's clock and ours may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration AT_ONCE = Duration.ZERO;

  private final Incidents incidents;
  private final Schedule schedule;
  private final Evidence evidence;
  private final TicketKeeper tickets;
  private final StepRunner steps;
  private final Mode cap;
  private final Clock clock;
  private final Supplier<String> newHolder;

  /**
   * Wires a responder.
   *
   * @param cap how far any response may go, whatever the policy says
   * @param newHolder a new name for each call, to hold an incident with
   */
  public Responder(
      Incidents incidents,
      Schedule schedule,
      Evidence evidence,
      Playbook playbook,
      TicketDesks desks,
      Mode cap,
      Clock clock,
      RandomGenerator random,
      Supplier<String> newHolder) {
    this.incidents = incidents;
    this.schedule = schedule;
    this.evidence = evidence;
    this.tickets = new TicketKeeper(desks);
    this.steps = new StepRunner(playbook, evidence, new Backoff(random), clock);
    this.cap = cap;
    this.clock = clock;
    this.newHolder = newHolder;
  }

  /**
   * Takes in one message and works on its incident until it is finished or must wait.
   *
   * @param log gets one line for each thing worth telling an operator
   */
  public void receive(IncidentMessage message, Consumer<String> log) {
    message.fold(
        detected -> {
          detected(detected, log);
          return null;
        },
        advance -> {
          advance(advance.incident(), log);
          return null;
        },
        notUnderstood -> {
          notUnderstood(notUnderstood, log);
          return null;
        });
  }

  private void detected(IncidentMessage.Detected detected, Consumer<String> log) {
    SnapshotWrite write = detected.write();
    // With any other code beside it, the event may be forged in our name, and nothing explains it.
    if (detected.codes().equals(Set.of(ViolationCode.OWN_IDENTITY))) {
      Optional<IncidentId> explaining = explaining(write);
      if (explaining.isPresent()) {
        log.accept("own write of " + write.target() + " explained by incident " + explaining.get());
        return;
      }
    }
    Opening opening = Opening.of(detected, cap, clock.instant(), lease());
    if (!opened(opening, log)) {
      IncidentId id = opening.incident().id();
      recheck(id, write.eventId(), log);
      advance(id, log);
    }
  }

  private void notUnderstood(IncidentMessage.NotUnderstood message, Consumer<String> log) {
    IncidentId id = IncidentId.ofDigest(message.digest());
    String kept = evidence.keep(id, "raw.txt", message.excerpt());
    if (!opened(Opening.of(message, kept, cap, clock.instant(), lease()), log)) {
      advance(id, log);
    }
  }

  private Incident.Lease lease() {
    return Claim.lease(clock, newHolder.get());
  }

  /** Inserts the incident and works on it, unless it is there already. */
  private boolean opened(Opening opening, Consumer<String> log) {
    Incident fresh = opening.incident();
    List<JournalEntry> entries = Claim.entries(fresh.journal(), fresh.createdAt(), opening.told());
    Optional<Claim> claim =
        incidents
            .insert(fresh.withJournal(Claim.head(fresh.journal(), entries)), entries)
            .map(stored -> Claim.held(incidents, clock, stored));
    claim.ifPresent(
        held -> {
          log.accept("incident " + fresh.id() + " opened: " + opening.told().text());
          work(held, log);
        });
    return claim.isPresent();
  }

  /** Another event than those known may tell of another write under the same ids: look again. */
  private void recheck(IncidentId id, String event, Consumer<String> log) {
    while (true) {
      Incidents.Stored stored = incidents.find(id).orElseThrow();
      Incident incident = stored.incident();
      if (incident.events().contains(event)) {
        log.accept("incident " + id + ": event " + SafeText.of(event) + " is known already");
        return;
      }
      Line line =
          Line.note("event " + event + " tells of the same write: look at everything again");
      List<JournalEntry> entries = Claim.entries(incident.journal(), clock.instant(), line);
      Incident next = incident.again(event).withJournal(Claim.head(incident.journal(), entries));
      if (incidents.save(stored, next, entries).isPresent()) {
        log.accept("incident " + id + ": " + line.text());
        return;
      }
    }
  }

  /** The incident whose step made this write: one that was changing the target at that time. */
  private Optional<IncidentId> explaining(SnapshotWrite write) {
    return incidents.onTarget(write.target()).stream()
        .filter(incident -> incident.steps().stream().anyMatch(step -> touching(step, write.at())))
        .map(Incident::id)
        .findFirst();
  }

  private static boolean touching(Step step, Instant at) {
    Instant from = step.touchedFrom();
    if (from == null || at.isBefore(from.minus(SKEW))) {
      return false;
    }
    Instant until = step.touchedUntil();
    return until == null || at.isBefore(until.plus(SKEW));
  }

  private void advance(IncidentId id, Consumer<String> log) {
    Incidents.Stored stored =
        incidents
            .find(id)
            .orElseThrow(() -> new IllegalStateException("there is no incident " + id));
    Incident incident = stored.incident();
    if (incident.status() != Status.OPEN) {
      return;
    }
    Incident.Lease lease = incident.lease();
    Instant now = clock.instant();
    if (lease != null && now.isBefore(lease.until())) {
      schedule.again(id, Duration.between(now, lease.until()).plusSeconds(1));
      return;
    }
    Optional<Claim> claim = Claim.take(incidents, clock, newHolder.get(), stored);
    if (claim.isPresent()) {
      work(claim.get(), log);
    } else {
      schedule.again(id, Duration.ofSeconds(1));
    }
  }

  private void work(Claim claim, Consumer<String> log) {
    IncidentId id = claim.incident().id();
    try {
      Instant enough = clock.instant().plus(PATIENCE);
      Optional<Duration> pause = Optional.empty();
      while (pause.isEmpty() && openStep(claim.incident()) >= 0) {
        pause = clock.instant().isBefore(enough) ? runStep(claim, log) : Optional.of(AT_ONCE);
      }
      Incident incident = claim.incident();
      tickets.open(claim, incident.mode().cappedAt(cap), openStep(incident) < 0, status(incident));
      if (pause.isPresent()) {
        handBack(claim, pause.get());
        return;
      }
      conclude(claim, log);
    } catch (Claim.LostClaimException e) {
      log.accept("incident " + id + ": " + e.getMessage());
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

  private Optional<Duration> runStep(Claim claim, Consumer<String> log) {
    int index = openStep(claim.incident());
    Cause.Violation violation = (Cause.Violation) claim.incident().cause();
    boolean mayAct = claim.incident().mode().cappedAt(cap) == Mode.REMEDIATE;
    Optional<Duration> pause = steps.run(claim, violation, index, mayAct);
    Step step = claim.incident().steps().get(index);
    log.accept(
        "incident %s step %d %s: %s %s"
            .formatted(
                claim.incident().id(), index + 1, step.remediation(), step.state(), step.detail()));
    return pause;
  }

  private static int openStep(Incident incident) {
    for (int i = 0; i < incident.steps().size(); i++) {
      if (!incident.steps().get(i).state().ended()) {
        return i;
      }
    }
    return -1;
  }

  /** Ends the round: the ticket hears how it went, and the incident gets its status. */
  private void conclude(Claim claim, Consumer<String> log) {
    Incident incident = claim.incident();
    Status status = status(incident);
    tickets.conclude(incident, status);
    Line line = Line.note("the incident is " + status.name().toLowerCase(Locale.ROOT));
    if (openStep(claim.incident()) < 0
        && claim.release(now -> now.withStatus(status).withConcluded(), line)) {
      log.accept("incident " + incident.id() + ": " + line.text());
    } else {
      // Another event asked for a new look while this one was ending.
      handBack(claim, AT_ONCE);
    }
  }

  /** Scheduled before the hold is given up: whatever dies in between, somebody comes back. */
  private void handBack(Claim claim, Duration delay) {
    schedule.again(claim.incident().id(), delay);
    while (!claim.release(UnaryOperator.identity())) {
      // Another event was added meanwhile; whoever comes back sees it.
    }
  }

  private Status status(Incident incident) {
    boolean stopped =
        incident.steps().stream()
            .anyMatch(
                step -> step.state() == Step.State.REFUSED || step.state() == Step.State.FAILED);
    if (stopped) {
      return Status.STOPPED;
    }
    Mode mode = incident.mode().cappedAt(cap);
    if (mode == Mode.OBSERVE) {
      return Status.OBSERVED;
    }
    boolean contained =
        !incident.steps().isEmpty()
            && incident.steps().stream().allMatch(step -> step.state() == Step.State.DONE);
    return contained ? Status.CONTAINED : Status.TICKETED;
  }
}
