package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Incident.Task;
import io.snapwarden.incident.Step.State;
import io.snapwarden.incident.StepRunner.Way;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.playbook.Playbook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries a claimed incident through its present round, as far as it can go now: one step after
 * another, the ticket, and in the end its status. Safe for use by several threads.
 */
final class Round {

  /** How long one call may go on before it hands the incident back to the queue. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long to wait for another incident of the same target. */
  private static final Duration FOR_A_TURN = Duration.ofSeconds(5);

  private static final Duration AT_ONCE = Duration.ZERO;

  private final Ports ports;
  private final StepRunner steps;
  private final Predicate<Step> needsApproval;
  private final HandIn redrive;
  private final TicketKeeper tickets;
  private final Mode cap;
  private final @Nullable Guid ownPrincipal;
  private final Clock clock;
  private final RandomGenerator random;

  Round(
      Ports ports,
      Playbook playbook,
      Mode cap,
      @Nullable Guid ownPrincipal,
      TicketRules rules,
      Clock clock,
      RandomGenerator random) {
    this.ports = ports;
    this.tickets = new TicketKeeper(ports, rules, clock);
    this.redrive = new HandIn(ports);
    this.needsApproval = step -> playbook.needsApproval(step.remediation(), step.options());
    this.steps =
        new StepRunner(
            playbook,
            ports,
            new Permit(new Allowance(ports.budgets()), tickets, cap, needsApproval, clock),
            ownPrincipal,
            new Backoff(random),
            clock);
    this.cap = cap;
    this.ownPrincipal = ownPrincipal;
    this.clock = clock;
    this.random = random;
  }

  /** Works until the round ends or must wait; then the claim is given up. */
  void work(Claim claim, Log log) {
    Instant enough = clock.instant().plus(PATIENCE);
    Turn turn = new Turn(ports.turns(), claim.incident().id(), clock);
    Optional<Duration> pause = Optional.empty();
    while (pause.isEmpty() && next(claim.incident()) >= 0) {
      pause = clock.instant().isBefore(enough) ? piece(claim, turn, log) : Optional.of(AT_ONCE);
    }
    if (pause.isEmpty() && asksForApproval(claim.incident()) && !ask(claim)) {
      pause = Optional.of(AT_ONCE);
    }
    if (pause.isEmpty() && claim.incident().task() == Task.REDRIVE) {
      redrive.handIn(claim);
    }
    Incident incident = claim.incident();
    tickets.open(claim, incident.mode(cap), next(incident) < 0, status(incident));
    if (pause.isPresent()) {
      handBack(claim, turn, pause.get());
    } else {
      conclude(claim, turn, log);
    }
  }

  /** Does one piece of the next step. */
  private Optional<Duration> piece(Claim claim, Turn turn, Log log) {
    Incident incident = claim.incident();
    int index = next(incident);
    Way way = way(incident, index);
    if (way == Way.ACT && vetoed(incident)) {
      claim.save(
          now -> now.with(draft -> draft.approval = null),
          Line.note("approved by Snapwarden's own identity: that is no approval"));
      return Optional.empty();
    }
    if ((way == Way.ACT || way == Way.UNDO) && !turn.take()) {
      log.line("turn.waits").about(incident).write();
      return Optional.of(FOR_A_TURN.plusMillis(random.nextLong(FOR_A_TURN.toMillis())));
    }
    Instant start = clock.instant();
    Optional<Duration> pause =
        steps.run(claim, (Cause.Violation) incident.cause(), index, way, log);
    Step step = claim.incident().steps().get(index);
    log.line("step")
        .about(claim.incident())
        .with("step", index + 1)
        .with("remediation", step.remediation())
        .with("way", way.name().toLowerCase(Locale.ROOT))
        .with("state", step.state().name().toLowerCase(Locale.ROOT))
        .with("detail", step.detail())
        .with("durationMs", Duration.between(start, clock.instant()).toMillis())
        .write();
    return pause;
  }

  private Way way(Incident incident, int index) {
    if (incident.task() == Task.UNDO) {
      return Way.UNDO;
    }
    return switch (incident.mode(cap)) {
      case OBSERVE, TICKET -> Way.PLAN;
      case APPROVE -> incident.approved() ? Way.ACT : Way.PROPOSE;
      case REMEDIATE -> asksFirst(incident, index) && !incident.approved() ? Way.PROPOSE : Way.ACT;
    };
  }

  /** What comes after a step that must be approved waits with it: the order is the policy's. */
  private boolean asksFirst(Incident incident, int index) {
    return incident.steps().subList(0, index + 1).stream()
        .anyMatch(step -> step.state() != State.DONE && needsApproval.test(step));
  }

  /** Nobody can make us approve our own plans. */
  private boolean vetoed(Incident incident) {
    Approval approval = incident.approval();
    return approval != null
        && approval.decision() != null
        && approval.decision().by().objectId().equals(ownPrincipal);
  }

  /** The step to be worked on; -1 if there is none. Taking back begins with the last. */
  private static int next(Incident incident) {
    List<Step> all = incident.steps();
    for (int i = 0; i < all.size(); i++) {
      int index = incident.task() == Task.UNDO ? all.size() - 1 - i : i;
      if (!all.get(index).state().ended()) {
        return index;
      }
    }
    return -1;
  }

  private boolean asksForApproval(Incident incident) {
    return status(incident) == Status.AWAITING_APPROVAL;
  }

  /**
   * Asks for leave, unless it is asked for already.
   *
   * @return whether the incident was still as it had been
   */
  private boolean ask(Claim claim) {
    Incident incident = claim.incident();
    String plan = PlanHash.of(incident.steps());
    Instant now = clock.instant();
    Approval asked = incident.approval();
    if (asked != null
        && asked.open()
        && asked.planHash().equals(plan)
        && now.isBefore(asked.expires())) {
      return true;
    }
    Instant expires = now.plus(incident.terms().approvalExpires());
    return claim.save(
        current ->
            current.with(draft -> draft.approval = new Approval(plan, expires, ownPrincipal, null)),
        Line.note("asks for leave to carry out the plan %s until %s".formatted(plan, expires)));
  }

  /** Ends the round: the ticket hears how it went, and the incident gets its status. */
  private void conclude(Claim claim, Turn turn, Log log) {
    Incident incident = claim.incident();
    Status status = status(incident);
    String told = tickets.conclude(incident, status);
    Approval approval = incident.approval();
    Instant due =
        status == Status.AWAITING_APPROVAL && approval != null ? approval.expires() : null;
    if (due != null) {
      // Before the claim is given up: whatever dies in between, somebody comes when it expires.
      ports.schedule().again(incident.id(), Duration.between(clock.instant(), due));
    }
    boolean ended =
        next(claim.incident()) < 0
            && claim.release(
                now ->
                    now.with(
                        draft -> {
                          draft.status = status;
                          draft.told = told;
                          draft.due = due;
                        }),
                Line.note("the incident is " + status.text()));
    if (!ended) {
      // Another event asked for a new look while this one was ending.
      handBack(claim, turn, AT_ONCE);
      return;
    }
    turn.giveBack();
    log.line("incident")
        .about(claim.incident())
        .with("status", status.text())
        .with("mode", incident.mode(cap).text())
        .with("round", incident.round())
        .with("ageMs", Duration.between(incident.createdAt(), clock.instant()).toMillis())
        .write();
  }

  /** Scheduled before the hold is given up: whatever dies in between, somebody comes back. */
  private void handBack(Claim claim, Turn turn, Duration delay) {
    Incident incident = claim.incident();
    ports.schedule().again(incident.id(), delay);
    turn.keepThrough(delay);
    Instant due = clock.instant().plus(delay);
    while (!claim.release(now -> now.with(draft -> draft.due = due))) {
      // Another event was added meanwhile; whoever comes back sees it.
    }
  }

  private Status status(Incident incident) {
    return switch (incident.task()) {
      case UNDO -> any(incident, State.FAILED) ? Status.STOPPED : Status.UNDONE;
      case REDRIVE -> Status.REDRIVEN;
      case CONTAIN -> contained(incident);
    };
  }

  private Status contained(Incident incident) {
    if (any(incident, State.REFUSED) || any(incident, State.FAILED)) {
      return Status.STOPPED;
    }
    Mode mode = incident.mode(cap);
    if (mode == Mode.OBSERVE) {
      return Status.OBSERVED;
    }
    if (!incident.steps().isEmpty()
        && incident.steps().stream().allMatch(step -> step.state() == State.DONE)) {
      return Status.CONTAINED;
    }
    boolean something =
        incident.steps().stream()
            .anyMatch(step -> step.state() == State.PLANNED && !step.plan().isEmpty());
    return mode.compareTo(Mode.APPROVE) >= 0 && something
        ? Status.AWAITING_APPROVAL
        : Status.TICKETED;
  }

  private static boolean any(Incident incident, State state) {
    return incident.steps().stream().anyMatch(step -> step.state() == state);
  }
}
