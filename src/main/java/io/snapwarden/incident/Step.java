package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One remediation within an incident.
 *
 * @param detail the last outcome in words; empty before the first
 * @param plan what was shown the last time that it was only planned
 * @param evidence the before-images, in the order of the changes: names for {@link Evidence#read}
 * @param touches when it changed something
 * @param tries how often in a row it had to be tried again
 * @param waitingSince when it was first found waiting for Azure, in a row; null if it is not
 */
public record Step(
    String remediation,
    JsonObject options,
    State state,
    String detail,
    List<PlannedChange> plan,
    List<String> evidence,
    List<Touch> touches,
    int tries,
    @Nullable Instant waitingSince) {

  public Step {
    options = options.deepCopy();
    plan = List.copyOf(plan);
    evidence = List.copyOf(evidence);
    touches = List.copyOf(touches);
  }

  /** Where a step stands. */
  public enum State {
    /** To be done, or to be looked at again. */
    PENDING(false),
    /** Azure is as it should be. */
    DONE(true),
    /** What would be done is recorded; nothing was. */
    PLANNED(true),
    /** A guard forbade it. */
    REFUSED(true),
    /** It failed for good. */
    FAILED(true),
    /** A step before it was refused or failed. */
    SKIPPED(true),
    /** It was taken back. */
    UNDONE(true),
    /** It cannot be taken back. */
    KEPT(true);

    private final boolean ended;

    State(boolean ended) {
      this.ended = ended;
    }

    public boolean ended() {
      return ended;
    }
  }

  /**
   * A change that was shown.
   *
   * @param request as in {@code PATCH /subscriptions/…}
   * @param hash see {@link PlanHash}
   * @param differences what becomes other than it is, a line each
   */
  public record PlannedChange(
      String summary, String request, String hash, List<String> differences) {

    /** A whole resource may come or go; an incident has not room for all of it. */
    private static final int MOST_DIFFERENCES = 20;

    public PlannedChange {
      differences = List.copyOf(differences);
    }

    static PlannedChange of(Change change) {
      List<Difference> all = change.differences();
      List<String> shown = new ArrayList<>();
      all.stream().limit(MOST_DIFFERENCES).map(Difference::text).forEach(shown::add);
      if (all.size() > MOST_DIFFERENCES) {
        shown.add("and %d more".formatted(all.size() - MOST_DIFFERENCES));
      }
      return new PlannedChange(
          change.summary(), change.request().toString(), PlanHash.of(change), shown);
    }
  }

  /**
   * When something was changed.
   *
   * @param from just before
   * @param until when the change was answered or its effect first seen; null if neither yet
   * @param resource what was changed; null in incidents from before this was written down
   */
  public record Touch(Instant from, @Nullable Instant until, @Nullable String resource) {}

  @Override
  public JsonObject options() {
    return options.deepCopy();
  }

  /** Whether it ever was about to change something. */
  public boolean touchedAnything() {
    return !touches.isEmpty();
  }

  /** A step that nobody has looked at yet. */
  static Step of(String remediation, JsonObject options) {
    return new Step(
        remediation, options, State.PENDING, "", List.of(), List.of(), List.of(), 0, null);
  }

  Step ended(State next, String outcome) {
    return new Step(remediation, options, next, outcome, plan, evidence, touches, 0, null);
  }

  /** Only looked at: this is what would be done. */
  Step planned(List<PlannedChange> shown, String outcome) {
    return new Step(
        remediation, options, State.PLANNED, outcome, shown, evidence, touches, 0, null);
  }

  /** To be looked at once more, without counting what came before. */
  Step again() {
    return ended(State.PENDING, detail);
  }

  /** Azure is working on it. */
  Step waiting(String outcome, Instant now) {
    return new Step(
        remediation,
        options,
        State.PENDING,
        outcome,
        plan,
        evidence,
        touches,
        0,
        waitingSince == null ? now : waitingSince);
  }

  /** To be tried again, for one more time in a row. */
  Step retried(String outcome) {
    return new Step(
        remediation, options, State.PENDING, outcome, plan, evidence, touches, tries + 1, null);
  }

  /** About to make a change; its before-image is kept under the reference. */
  Step touching(String resource, String reference, Instant now) {
    List<String> kept = new ArrayList<>(evidence);
    if (!kept.contains(reference)) {
      kept.add(reference);
    }
    return new Step(
        remediation,
        options,
        state,
        detail,
        plan,
        kept,
        opened(resource, now),
        tries,
        waitingSince);
  }

  /** About to take a change back. */
  Step touching(String resource, Instant now) {
    return new Step(
        remediation,
        options,
        state,
        detail,
        plan,
        evidence,
        opened(resource, now),
        tries,
        waitingSince);
  }

  /** A touch that a dead worker left open goes on, if it was of the same resource. */
  private List<Touch> opened(String resource, Instant now) {
    if (touching() && resource.equalsIgnoreCase(touches.get(touches.size() - 1).resource())) {
      return touches;
    }
    List<Touch> next = new ArrayList<>(touched(now).touches);
    next.add(new Touch(now, null, resource));
    return next;
  }

  /** A change was made, or its effect is seen for the first time. */
  Step touched(Instant now) {
    if (!touching()) {
      return this;
    }
    List<Touch> next = new ArrayList<>(touches);
    Touch last = next.remove(next.size() - 1);
    next.add(new Touch(last.from(), now, last.resource()));
    return new Step(remediation, options, state, detail, plan, evidence, next, tries, waitingSince);
  }

  private boolean touching() {
    return !touches.isEmpty() && touches.get(touches.size() - 1).until() == null;
  }
}
