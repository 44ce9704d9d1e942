package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Playbook;
import io.snapwarden.remediation.Scene;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does one piece of one step: looks at Azure and makes at most one change. The before-image is kept
 * and the intent is in the journal before Azure is touched, the result after; then the caller looks
 * again, so a worker may die between any two of these.
 */
final class StepRunner {

  /**
   * After this many tries in a row, about two hours with the delays between them, a step has
   * failed.
   */
  static final int MAX_TRIES = 20;

  /** A step that has made this many changes and still wants another is fighting somebody. */
  static final int MAX_CHANGES = 20;

  private final Playbook playbook;
  private final Evidence evidence;
  private final Backoff backoff;
  private final Clock clock;

  StepRunner(Playbook playbook, Evidence evidence, Backoff backoff, Clock clock) {
    this.playbook = playbook;
    this.evidence = evidence;
    this.backoff = backoff;
    this.clock = clock;
  }

  /**
   * Works on a step.
   *
   * @param mayAct whether Azure may be changed; otherwise the step ends with its plan
   * @return how long to leave the incident alone; empty to go on at once
   */
  Optional<Duration> run(Claim claim, Cause.Violation cause, int index, boolean mayAct) {
    Step step = claim.incident().steps().get(index);
    Plan plan = playbook.plan(step.remediation(), scene(claim.incident(), cause, step));
    if (!mayAct) {
      return planOnly(claim, index, plan);
    }
    if (plan instanceof Plan.Changes changes) {
      return step.evidence().size() < MAX_CHANGES
          ? change(claim, index, changes.changes().get(0))
          : end(
              claim,
              index,
              Step.State.FAILED,
              "it was changed " + MAX_CHANGES + " times and does not stay so");
    }
    return settle(claim, index, ((Plan.Settled) plan).outcome());
  }

  private Scene scene(Incident incident, Cause.Violation cause, Step step) {
    List<Scene.Touch> touches = new ArrayList<>();
    for (Step touching : incident.steps()) {
      Instant from = touching.touchedFrom();
      Instant until = touching.touchedUntil();
      if (from != null) {
        touches.add(new Scene.Touch(from, until == null ? clock.instant() : until));
      }
    }
    return new Scene(incident.id().text(), cause.write(), step.options(), touches);
  }

  private Optional<Duration> change(Claim claim, int index, Change change) {
    String remediation = claim.incident().steps().get(index).remediation();
    String kept = keep(claim.incident(), index, change);
    boolean ours =
        claim.save(
            now -> now.withStep(index, now.steps().get(index).touching(kept, clock.instant())),
            Line.intent(remediation + ": " + change.summary() + " (" + change.request() + ")"));
    if (!ours) {
      return Optional.empty();
    }
    Outcome outcome = playbook.apply(change);
    if (outcome instanceof Outcome.Done done) {
      Line result = Line.result(remediation + ": " + done.detail());
      Instant now = clock.instant();
      if (!claim.save(i -> i.withStep(index, i.steps().get(index).touched(now)), result)) {
        claim.tell(result);
      }
      return Optional.empty();
    }
    return settle(claim, index, outcome);
  }

  private String keep(Incident incident, int index, Change change) {
    JsonObject before = change.before();
    if (before == null) {
      before = new JsonObject();
      before.addProperty("id", change.resource());
      before.addProperty("absent", true);
    }
    String text = before.toString();
    String name =
        "step%d-%s-%s.json"
            .formatted(
                index + 1,
                incident.steps().get(index).remediation(),
                Hash.hex(text).substring(0, 12));
    return evidence.keep(incident.id(), name, text);
  }

  private Optional<Duration> settle(Claim claim, int index, Outcome outcome) {
    Step step = claim.incident().steps().get(index);
    if (outcome instanceof Outcome.Done done) {
      return end(claim, index, Step.State.DONE, done.detail());
    }
    if (outcome instanceof Outcome.Refused refused) {
      return end(claim, index, Step.State.REFUSED, refused.detail());
    }
    if (outcome instanceof Outcome.Failed failed) {
      return end(claim, index, Step.State.FAILED, failed.detail());
    }
    if (outcome instanceof Outcome.Retry retry) {
      return step.tries() + 1 < MAX_TRIES
          ? pause(claim, index, "try again", retry.detail(), retry.after())
          : end(
              claim,
              index,
              Step.State.FAILED,
              "given up after " + MAX_TRIES + " tries: " + retry.detail());
    }
    Outcome.Waiting waiting = (Outcome.Waiting) outcome;
    claim.save(
        now ->
            now.withStep(index, now.steps().get(index).ended(Step.State.PENDING, waiting.detail())),
        waiting.detail().equals(step.detail())
            ? new Line[0]
            : new Line[] {Line.result(step.remediation() + ": waiting: " + waiting.detail())});
    return Optional.of(waiting.after());
  }

  private Optional<Duration> pause(
      Claim claim, int index, String what, String why, @Nullable Duration asked) {
    Step step = claim.incident().steps().get(index);
    Duration delay = backoff.before(step.tries() + 1, asked);
    Line line =
        Line.result(
            "%s: %s in %d s: %s".formatted(step.remediation(), what, delay.toSeconds(), why));
    if (!claim.save(now -> now.withStep(index, now.steps().get(index).retried(why)), line)) {
      claim.tell(line);
    }
    return Optional.of(delay);
  }

  /** Ends the step; one that is not done takes the steps after it with it. */
  private Optional<Duration> end(Claim claim, int index, Step.State state, String detail) {
    Instant now = clock.instant();
    String remediation = claim.incident().steps().get(index).remediation();
    Line line =
        Line.result(
            "%s: %s: %s".formatted(remediation, state.name().toLowerCase(Locale.ROOT), detail));
    boolean saved =
        claim.save(
            incident -> {
              Step step = incident.steps().get(index).touched(now).ended(state, detail);
              Incident next = incident.withStep(index, step);
              return state == Step.State.DONE || state == Step.State.PLANNED
                  ? next
                  : skipAfter(next, index, remediation);
            },
            line);
    if (!saved) {
      claim.tell(line);
    }
    return Optional.empty();
  }

  private static Incident skipAfter(Incident incident, int index, String remediation) {
    Incident next = incident;
    for (int i = index + 1; i < incident.steps().size(); i++) {
      Step step = incident.steps().get(i);
      if (!step.state().ended()) {
        next = next.withStep(i, step.ended(Step.State.SKIPPED, remediation + " was not done"));
      }
    }
    return next;
  }

  private Optional<Duration> planOnly(Claim claim, int index, Plan plan) {
    if (plan instanceof Plan.Settled settled
        && settled.outcome() instanceof Outcome.Retry retry
        && claim.incident().steps().get(index).tries() + 1 < MAX_TRIES) {
      return pause(claim, index, "look again", retry.detail(), retry.after());
    }
    return end(claim, index, Step.State.PLANNED, describe(plan));
  }

  private static String describe(Plan plan) {
    return plan instanceof Plan.Changes changes
        ? "would "
            + changes.changes().stream().map(Change::summary).collect(Collectors.joining("; "))
        : "would change nothing: " + ((Plan.Settled) plan).outcome().detail();
  }
}
