package io.snapwarden.incident;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.ticket.Ticket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in plain text what an incident is about; each desk escapes it for its own format. */
final class TicketText {

  private TicketText() {}

  /** The ticket that an incident needs, as the incident stands now. */
  static Ticket of(Incident incident) {
    return incident.cause() instanceof Cause.Violation violation
        ? of(incident, violation)
        : of(incident, (Cause.NotUnderstood) incident.cause());
  }

  private static Ticket of(Incident incident, Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    String verb = write.attempt() ? "tried to write" : "wrote";
    String body =
        String.join(
            "\n",
            "What: %s %s the AKS snapshot %s."
                .formatted(caller(write.caller()), verb, write.target()),
            "When: " + write.at() + from(write),
            "Why it is a violation: %s (%s)."
                .formatted(SafeText.of(violation.reason()), codes(violation.codes())),
            "Correlation id: " + SafeText.of(write.correlationId()),
            "Response: %s, mode %s.".formatted(violation.response(), incident.mode().text()),
            "",
            steps(incident),
            "",
            "Incident: " + incident.id());
    return new Ticket(
        fingerprint(violation),
        "Unauthorised AKS snapshot %s: %s"
            .formatted(write.target().name(), codes(violation.codes())),
        body,
        incident.ticket().severity(),
        incident.ticket().labels());
  }

  private static Ticket of(Incident incident, Cause.NotUnderstood cause) {
    return new Ticket(
        Hash.hex("not understood\n" + incident.id()),
        "Snapwarden could not understand one " + cause.from(),
        String.join(
            "\n",
            "What: the %s could not be understood, so nothing was decided.".formatted(cause.from()),
            "Why: " + SafeText.of(cause.reason()),
            "Evidence: " + cause.evidence(),
            "",
            "Incident: " + incident.id()),
        incident.ticket().severity(),
        incident.ticket().labels());
  }

  /** One problem: the same caller, target and codes. */
  private static String fingerprint(Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    return Hash.hex(
        write.target().key() + "\n" + write.caller().principal() + "\n" + codes(violation.codes()));
  }

  /** How the incident stands, for a comment. */
  static String outcome(Incident incident) {
    String head =
        "Incident %s is %s."
            .formatted(incident.id(), incident.status().name().toLowerCase(Locale.ROOT));
    return incident.steps().isEmpty() ? head : head + "\n" + steps(incident);
  }

  private static String steps(Incident incident) {
    if (incident.steps().isEmpty()) {
      return "No remediation is configured for it.";
    }
    return incident.steps().stream()
        .map(
            step ->
                "- %s: %s%s"
                    .formatted(
                        step.remediation(),
                        step.state().name().toLowerCase(Locale.ROOT),
                        step.detail().isEmpty() ? "" : ": " + SafeText.of(step.detail())))
        .collect(Collectors.joining("\n"));
  }

  static String caller(Caller caller) {
    String who =
        caller.principal() == null
            ? "an unidentified caller (" + caller.doubt() + ")"
            : "the %s with object id %s".formatted(caller.kind().text(), caller.principal());
    return caller.name() == null
        ? who
        : who + ", calling itself \"" + SafeText.of(caller.name()) + "\" (unverified),";
  }

  private static String from(SnapshotWrite write) {
    return write.clientAddress() == null ? "" : ", from " + write.clientAddress().getHostAddress();
  }

  static String codes(Set<ViolationCode> codes) {
    List<ViolationCode> sorted = codes.stream().sorted().toList();
    return sorted.stream().map(ViolationCode::text).collect(Collectors.joining(", "));
  }
}
