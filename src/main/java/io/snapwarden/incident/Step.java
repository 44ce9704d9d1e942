package io.snapwarden.incident;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One remediation within an incident.
 *
 * @param detail the last outcome in words; empty before the first
 * @param evidence the before-images, in the order of the changes: names for {@link Evidence#read}
 * @param touchedFrom when the first change was about to be made; null if none was
 * @param touchedUntil when a change was last made or its effect first seen
 * @param tries how often in a row it had to be tried again
 */
public record Step(
    String remediation,
    JsonObject options,
    State state,
    String detail,
    List<String> evidence,
    @Nullable Instant touchedFrom,
    @Nullable Instant touchedUntil,
    int tries) {

  public Step {
    options = options.deepCopy();
    evidence = List.copyOf(evidence);
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
    SKIPPED(true);

    private final boolean ended;

    State(boolean ended) {
      this.ended = ended;
    }

    public boolean ended() {
      return ended;
    }
  }

  @Override
  public JsonObject options() {
    return options.deepCopy();
  }

  /** A step that nobody has looked at yet. */
  static Step of(String remediation, JsonObject options) {
    return new Step(remediation, options, State.PENDING, "", List.of(), null, null, 0);
  }

  Step ended(State next, String outcome) {
    return new Step(remediation, options, next, outcome, evidence, touchedFrom, touchedUntil, 0);
  }

  /** To be looked at once more, without counting what came before. */
  Step again() {
    return ended(State.PENDING, detail);
  }

  /** To be tried again, for one more time in a row. */
  Step retried(String outcome) {
    return new Step(
        remediation,
        options,
        State.PENDING,
        outcome,
        evidence,
        touchedFrom,
        touchedUntil,
        tries + 1);
  }

  /** About to make a change; its before-image is kept under the reference. */
  Step touching(String reference, Instant now) {
    List<String> kept = new ArrayList<>(evidence);
    if (!kept.contains(reference)) {
      kept.add(reference);
    }
    Instant from = touchedFrom == null ? now : touchedFrom;
    return new Step(remediation, options, state, detail, kept, from, null, tries);
  }

  /** A change was made, or its effect is seen for the first time. */
  Step touched(Instant now) {
    return touchedFrom == null || touchedUntil != null
        ? this
        : new Step(remediation, options, state, detail, evidence, touchedFrom, now, tries);
  }
}
