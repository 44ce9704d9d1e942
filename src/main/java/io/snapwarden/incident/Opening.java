package io.snapwarden.incident;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.TicketChoice;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An incident that a message asks for, and the first line of its journal.
 *
 * @param incident held already by the worker that got the message
 */
record Opening(Incident incident, Claim.Line told) {

  /** For a write that was not allowed. */
  static Opening of(
      IncidentMessage.Detected detected, Mode cap, Instant now, Incident.Lease lease) {
    SnapshotWrite write = detected.write();
    ResponseRule response = detected.response();
    Mode mode = response.mode().cappedAt(cap);
    String told =
        "event %s: %s %s %s: %s (%s); response %s, mode %s, policy %s"
            .formatted(
                write.eventId(),
                TicketText.caller(write.caller()),
                write.attempt() ? "tried to write" : "wrote",
                write.target(),
                detected.reason(),
                TicketText.codes(detected.codes()),
                response.id(),
                mode.text(),
                detected.policyHash());
    return new Opening(
        new Incident(
            IncidentId.of(write),
            now,
            new Cause.Violation(write, detected.codes(), detected.reason(), response.id()),
            Set.of(write.eventId()),
            new Terms(
                mode,
                detected.policyHash(),
                response.ticket(),
                response.approvalExpires(),
                detected.targetsPerHour()),
            "",
            null,
            false,
            null,
            "",
            Incident.Task.CONTAIN,
            response.remediations().stream()
                .map(choice -> Step.of(choice.id(), choice.options()))
                .toList(),
            null,
            Incident.Status.OPEN,
            1,
            now,
            lease,
            JournalHead.EMPTY),
        Claim.Line.note(told));
  }

  /**
   * For a text that makes no sense.
   *
   * @param kept where the message's excerpt of it is kept as evidence
   */
  static Opening of(
      IncidentMessage.NotUnderstood message,
      String kept,
      Mode cap,
      Instant now,
      Incident.Lease lease) {
    return new Opening(
        new Incident(
            IncidentId.ofDigest(message.digest()),
            now,
            new Cause.NotUnderstood(
                message.from(), message.reason(), kept, message.digest(), message.whole()),
            Set.of(),
            new Terms(
                Mode.TICKET.cappedAt(cap),
                // Nothing else was decided here by any policy.
                message.from().equals("policy") ? "sha256:" + message.digest() : "",
                TicketChoice.DEFAULT,
                ResponseRule.APPROVAL_EXPIRES,
                0),
            "",
            null,
            false,
            null,
            "",
            Incident.Task.CONTAIN,
            List.of(),
            null,
            Incident.Status.OPEN,
            1,
            now,
            lease,
            JournalHead.EMPTY),
        Claim.Line.note(
            "what came as %s could not be understood: %s"
                .formatted(message.from(), message.reason())));
  }
}
