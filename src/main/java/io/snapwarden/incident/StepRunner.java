package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Step.PlannedChange;
import io.snapwarden.incident.Step.State;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.playbook.Playbook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** A step that has changed one resource this often and still wants to is fighting somebody. */
  static final int MAX_CHANGES = 20;

  /** How long Azure may be at work on one thing: a day is more than any operation takes. */
  static final Duration MAX_WAIT = Duration.ofHours(24);

  /** What is wanted of a step. */
  enum Way {
    /** Say what would be done. */
    PLAN,
    /** Say what would be done, so that a person can approve it. */
    PROPOSE,
    /** Do it. */
    ACT,
    /** Take it back. */
    UNDO
  }

  private final Playbook playbook;
  private final Incidents incidents;
  private final BeforeImages images;
  private final @Nullable Guid ownPrincipal;
  private final Permit permit;
  private final Backoff backoff;
  private final Clock clock;

  StepRunner(
      Playbook playbook,
      Ports ports,
      Permit permit,
      @Nullable Guid ownPrincipal,
      Backoff backoff,
      Clock clock) {
    this.playbook = playbook;
    this.incidents = ports.incidents();
    this.images = new BeforeImages(ports.evidence());
    this.ownPrincipal = ownPrincipal;
    this.permit = permit;
    this.backoff = backoff;
    this.clock = clock;
  }

  /**
   * Works on a step.
   *
   * @param log hears if the limit holds the incident back
   * @return how long to leave the incident alone; empty to go on at once
   */
  Optional<Duration> run(Claim claim, Cause.Violation cause, int index, Way way, Log log) {
    Step step = claim.incident().steps().get(index);
    Scene scene = scene(claim.incident(), cause, step);
    if (way == Way.UNDO) {
      Optional<List<JsonObject>> before = images.of(step);
      return before.isPresent()
          ? carryOut(claim, index, way, playbook.undo(step.remediation(), scene, before.get()), log)
          : end(
              claim,
              index,
              State.FAILED,
              "its evidence is missing or was changed, and nothing is guessed");
    }
    Plan plan = playbook.plan(step.remediation(), scene);
    boolean nothingToApprove = way == Way.PROPOSE && plan instanceof Plan.Settled;
    return way == Way.ACT || nothingToApprove
        ? carryOut(claim, index, way, plan, log)
        : planOnly(claim, index, plan);
  }

  private Optional<Duration> carryOut(Claim claim, int index, Way way, Plan plan, Log log) {
    if (!(plan instanceof Plan.Changes changes)) {
      return settle(claim, index, way, ((Plan.Settled) plan).outcome());
    }
    Change next = changes.changes().get(0);
    if (way == Way.ACT) {
      if (changes(claim.incident().steps().get(index), next.resource()) >= MAX_CHANGES) {
        String why = "it was changed " + MAX_CHANGES + " times and does not stay so";
        return end(claim, index, State.FAILED, why);
      }
      if (!permit.given(claim, index, next, log)) {
        return Optional.empty();
      }
    }
    return change(claim, index, way, next);
  }

  private static long changes(Step step, String resource) {
    return step.touches().stream()
        .filter(touch -> touch.resource() == null || touch.resource().equalsIgnoreCase(resource))
        .count();
  }

  private Scene scene(Incident incident, Cause.Violation cause, Step step) {
    List<Scene.Touch> touches = new ArrayList<>();
    Instant now = clock.instant();
    for (Step touching : incident.steps()) {
      for (Step.Touch touch : touching.touches()) {
        Instant until = touch.until();
        touches.add(new Scene.Touch(touch.from(), until == null ? now : until, touch.resource()));
      }
    }
    touches.sort(Comparator.comparing(Scene.Touch::from));
    return new Scene(
        incident.id().text(),
        cause.write(),
        new Options(step.options()),
        now,
        touches,
        new KnownAround(incident.id(), step, incidents, images, ownPrincipal));
  }

  private Optional<Duration> change(Claim claim, int index, Way way, Change change) {
    String remediation = claim.incident().steps().get(index).remediation();
    String kept = images.keep(claim.incident(), index, way, change);
    Instant before = clock.instant();
    boolean ours =
        claim.save(
            now -> touching(now, index, way, change, kept, before),
            Line.intent(
                "%s: %s (%s); before: %s"
                    .formatted(remediation, change.summary(), change.request(), kept)));
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
    return settle(claim, index, way, outcome);
  }

  private static Incident touching(
      Incident incident, int index, Way way, Change change, String kept, Instant now) {
    Step step = incident.steps().get(index);
    return way == Way.UNDO
        ? incident.withStep(index, step.touching(change.resource(), now))
        : incident
            .withStep(index, step.touching(change.resource(), kept, now))
            .with(draft -> draft.admitted = true);
  }

  private Optional<Duration> settle(Claim claim, int index, Way way, Outcome outcome) {
    boolean undo = way == Way.UNDO;
    if (outcome instanceof Outcome.Done done) {
      return end(claim, index, undo ? State.UNDONE : State.DONE, done.detail());
    }
    if (outcome instanceof Outcome.Refused refused) {
      return end(claim, index, undo ? State.KEPT : State.REFUSED, refused.detail());
    }
    if (outcome instanceof Outcome.Failed failed) {
      return end(claim, index, State.FAILED, failed.detail());
    }
    Step step = claim.incident().steps().get(index);
    if (outcome instanceof Outcome.Retry retry) {
      return step.tries() + 1 < MAX_TRIES
          ? pause(claim, index, "try again", retry.detail(), retry.after())
          : end(
              claim,
              index,
              State.FAILED,
              "given up after " + MAX_TRIES + " tries: " + retry.detail());
    }
    return await(claim, index, (Outcome.Waiting) outcome);
  }

  private Optional<Duration> await(Claim claim, int index, Outcome.Waiting waiting) {
    Step step = claim.incident().steps().get(index);
    Instant now = clock.instant();
    Instant since = step.waitingSince();
    if (since != null && !now.isBefore(since.plus(MAX_WAIT))) {
      String why =
          "Azure has been at it for %d hours: %s".formatted(MAX_WAIT.toHours(), waiting.detail());
      return end(claim, index, State.FAILED, why);
    }
    claim.save(
        i -> i.withStep(index, i.steps().get(index).waiting(waiting.detail(), now)),
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

  /** Ends the step; one that could not be done takes the steps after it with it. */
  private Optional<Duration> end(Claim claim, int index, State state, String detail) {
    Instant now = clock.instant();
    Step step = claim.incident().steps().get(index);
    Line line =
        Line.result(
            "%s: %s: %s"
                .formatted(step.remediation(), state.name().toLowerCase(Locale.ROOT), detail));
    boolean stops = claim.incident().task() == Incident.Task.CONTAIN && state != State.DONE;
    boolean saved =
        claim.save(
            incident -> {
              Step ended = incident.steps().get(index).touched(now).ended(state, detail);
              Incident next = incident.withStep(index, ended);
              return stops ? skipAfter(next, index) : next;
            },
            line);
    if (!saved) {
      claim.tell(line);
    }
    return Optional.empty();
  }

  private static Incident skipAfter(Incident incident, int index) {
    String why = incident.steps().get(index).remediation() + " was not done";
    Incident next = incident;
    for (int i = index + 1; i < incident.steps().size(); i++) {
      Step step = incident.steps().get(i);
      if (!step.state().ended()) {
        next = next.withStep(i, step.ended(State.SKIPPED, why));
      }
    }
    return next;
  }

  private Optional<Duration> planOnly(Claim claim, int index, Plan plan) {
    Step step = claim.incident().steps().get(index);
    if (plan instanceof Plan.Settled settled
        && settled.outcome() instanceof Outcome.Retry retry
        && step.tries() + 1 < MAX_TRIES) {
      return pause(claim, index, "look again", retry.detail(), retry.after());
    }
    List<PlannedChange> shown =
        plan instanceof Plan.Changes changes
            ? changes.changes().stream().map(PlannedChange::of).toList()
            : List.of();
    String detail = describe(plan);
    boolean nothingNew = shown.equals(step.plan()) && detail.equals(step.detail());
    Line[] lines =
        nothingNew
            ? new Line[0]
            : new Line[] {Line.result("%s: planned: %s".formatted(step.remediation(), detail))};
    if (!claim.save(
        now -> now.withStep(index, now.steps().get(index).planned(shown, detail)), lines)) {
      claim.tell(lines);
    }
    return Optional.empty();
  }

  private static String describe(Plan plan) {
    return plan instanceof Plan.Changes changes
        ? "would "
            + changes.changes().stream().map(Change::summary).collect(Collectors.joining("; "))
        : "would change nothing: " + ((Plan.Settled) plan).outcome().detail();
  }
}
