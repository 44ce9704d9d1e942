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
  Optional<Incident> explaining(IncidentMessage.Detected detected) {
    // With any other code beside it, the event may be forged in our name, and nothing explains it.
    if (!detected.codes().equals(Set.of(ViolationCode.OWN_IDENTITY))) {
      return Optional.empty();
    }
    SnapshotWrite write = detected.write();
    return incidents.onTarget(write.target()).stream()
        .filter(
            incident ->
                incident.steps().stream()
                    .flatMap(step -> step.touches().stream())
                    .anyMatch(touch -> covers(touch, write.at())))
        .findFirst();
  }

  private static boolean covers(Step.Touch touch, Instant at) {
    Instant until = touch.until();
    return !at.isBefore(touch.from().minus(SKEW))
        && (until == null || at.isBefore(until.plus(SKEW)));
  }
}
