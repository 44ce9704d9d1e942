package io.snapwarden.incident;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Tells our own writes, which an incident's step explains, from those in our name only. */
final class OwnWrites {

  /** How far Azure's clock and ours may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Incidents incidents;

  OwnWrites(Incidents incidents) {
    this.incidents = incidents;
  }

  /** The incident whose step made this write: one that was changing the target at that time. */
  Optional<IncidentId> explaining(IncidentMessage.Detected detected) {
    // With any other code beside it, the event may be forged in our name, and nothing explains it.
    if (!detected.codes().equals(Set.of(ViolationCode.OWN_IDENTITY))) {
      return Optional.empty();
    }
    SnapshotWrite write = detected.write();
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
}
