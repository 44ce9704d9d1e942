package io.snapwarden.incident;

import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Task;
import java.util.Optional;

/** Hands in once more what was not understood, from the evidence. */
final class HandIn {

  private final Ports ports;

  HandIn(Ports ports) {
    this.ports = ports;
  }

  /** A text that is not to be found any more is said in the incident, which keeps its ticket. */
  void handIn(Claim claim) {
    Cause.NotUnderstood cause = (Cause.NotUnderstood) claim.incident().cause();
    Optional<String> raw = raw(claim.incident().id(), cause);
    if (raw.isEmpty()) {
      missing(claim, "the whole text, SHA-256 " + cause.digest() + ", is not among the evidence");
      return;
    }
    switch (cause.from()) {
      case "message" -> ports.inbox().put(raw.get());
      case "event" -> ports.redrive().event(raw.get());
      default -> {
        // A policy: whatever is in force decides the next event anyway.
      }
    }
  }

  private Optional<String> raw(IncidentId id, Cause.NotUnderstood cause) {
    Evidence evidence = ports.evidence();
    return cause.whole()
        ? evidence.read(cause.evidence())
        : evidence
            .read(Evidence.reference(id, "whole.txt"))
            .or(() -> evidence.unreadable(cause.digest()));
  }

  private static void missing(Claim claim, String why) {
    claim.save(
        now ->
            now.with(
                draft -> {
                  draft.task = Task.CONTAIN;
                  draft.hold = why;
                }),
        Line.note(why));
  }
}
