package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Change;
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
 */
public record Step(
    String remediation,
    JsonObject options,
    State state,
    String detail,
    List<PlannedChange> plan,
    List<String> evidence,
    List<Touch> touches,
    int tries) {

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
   */
  public record PlannedChange(String summary, String request, String hash) {
    static PlannedChange of(Change change) {
      return new PlannedChange(change.summary(), change.request().toString(), PlanHash.of(change));
    }
  }

  /**
   * When something was changed.
   *
   * @param from just before
   * @param until when the change was answered or its effect first seen; null if neither yet
   */
  public record Touch(Instant from, @Nullable Instant until) {}

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
    return new Step(remediation, options, State.PENDING, "", List.of(), List.of(), List.of(), 0);
  }

  Step ended(State next, String outcome) {
    return new Step(remediation, options, next, outcome, plan, evidence, touches, 0);
  }

  /** Only looked at: this is what would be done. */
  Step planned(List<PlannedChange> shown, String outcome) {
    return new Step(remediation, options, State.PLANNED, outcome, shown, evidence, touches, 0);
  }

  /** To be looked at once more, without counting what came before. */
  Step again() {
    return ended(State.PENDING, detail);
  }

  /** To be tried again, for one more time in a row. */
  Step retried(String outcome) {
    return new Step(
        remediation, options, State.PENDING, outcome, plan, evidence, touches, tries + 1);
  }

  /** About to make a change; its before-image is kept under the reference. */
  Step touching(String reference, Instant now) {
    List<String> kept = new ArrayList<>(evidence);
    if (!kept.contains(reference)) {
      kept.add(reference);
    }
    return new Step(remediation, options, state, detail, plan, kept, opened(now), tries);
  }

  /** About to take a change back. */
  Step touching(Instant now) {
    return new Step(remediation, options, state, detail, plan, evidence, opened(now), tries);
  }

  private List<Touch> opened(Instant now) {
    if (touching()) {
      return touches;
    }
    List<Touch> next = new ArrayList<>(touches);
    next.add(new Touch(now, null));
    return next;
  }

  /** A change was made, or its effect is seen for the first time. */
  Step touched(Instant now) {
    if (!touching()) {
      return this;
    }
    List<Touch> next = new ArrayList<>(touches);
    Touch last = next.remove(next.size() - 1);
    next.add(new Touch(last.from(), now));
    return new Step(remediation, options, state, detail, plan, evidence, next, tries);
  }

  private boolean touching() {
    return !touches.isEmpty() && touches.get(touches.size() - 1).until() == null;
  }
}
