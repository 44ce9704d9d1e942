package io.snapwarden.incident;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.ticket.Ticket;
import java.time.Instant;
import java.util.ArrayList;
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
            "Response: %s, mode %s."
                .formatted(violation.response(), incident.terms().mode().text()),
            "",
            outcome(incident));
    return new Ticket(
        fingerprint(violation),
        "Unauthorised AKS snapshot %s: %s"
            .formatted(write.target().name(), codes(violation.codes())),
        body,
        incident.terms().ticket().severity(),
        incident.terms().ticket().labels());
  }

  private static Ticket of(Incident incident, Cause.NotUnderstood cause) {
    return new Ticket(
        Hash.hex("not understood\n" + incident.id()),
        "Snapwarden could not understand one " + cause.from(),
        String.join(
            "\n",
            "What: the %s could not be understood, so nothing was decided.".formatted(cause.from()),
            "Why: " + SafeText.of(cause.reason()),
            "Evidence: " + cause.evidence() + (cause.whole() ? "" : wholeIsElsewhere(cause)),
            "Once the cause is mended, hand it in again:",
            "  java -jar snapwarden.jar incidents retry " + incident.id(),
            "",
            outcome(incident)),
        incident.terms().ticket().severity(),
        incident.terms().ticket().labels());
  }

  private static String wholeIsElsewhere(Cause.NotUnderstood cause) {
    return " holds its beginning; the whole is under unreadable/, SHA-256 " + cause.digest();
  }

  /** One problem: the same caller, target and codes. */
  private static String fingerprint(Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    return Hash.hex(
        write.target().key() + "\n" + write.caller().principal() + "\n" + codes(violation.codes()));
  }

  /** How the incident stands, for a comment. */
  static String outcome(Incident incident) {
    List<String> lines = new ArrayList<>();
    lines.add("Incident %s is %s.".formatted(incident.id(), incident.status().text()));
    if (!incident.hold().isEmpty()) {
      lines.add("No more than a ticket: " + SafeText.of(incident.hold()) + ".");
    }
    lines.add(steps(incident));
    Approval approval = incident.approval();
    if (incident.status() == Incident.Status.AWAITING_APPROVAL && approval != null) {
      lines.add(
          "Until %s anybody who may can let it go on, or refuse:".formatted(approval.expires()));
      lines.add(
          "  java -jar snapwarden.jar incidents approve %s --plan %s"
              .formatted(incident.id(), approval.planHash()));
      lines.add("  java -jar snapwarden.jar incidents reject %s".formatted(incident.id()));
    }
    return lines.stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
  }

  private static String steps(Incident incident) {
    if (incident.steps().isEmpty()) {
      return incident.cause() instanceof Cause.Violation
          ? "No remediation is configured for it."
          : "";
    }
    return incident.steps().stream().map(TicketText::step).collect(Collectors.joining("\n"));
  }

  /** What a step did or, where it was only planned, each value that it would change. */
  private static String step(Step step) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "- %s: %s%s"
            .formatted(
                step.remediation(),
                step.state().name().toLowerCase(Locale.ROOT),
                step.detail().isEmpty() ? "" : ": " + SafeText.of(step.detail())));
    if (step.state() == Step.State.PLANNED) {
      for (Step.PlannedChange change : step.plan()) {
        lines.add("  " + SafeText.of(change.request()));
        change.differences().forEach(each -> lines.add("    " + SafeText.of(each)));
      }
    }
    return String.join("\n", lines);
  }

  /** A ticket of its own: it is about the subscription, not about one incident. */
  static Ticket limitReached(Incident first, Guid subscription, Instant since, int limit) {
    return new Ticket(
        Hash.hex("limit\n" + subscription + "\n" + since),
        "Snapwarden's limit is reached in subscription " + subscription,
        String.join(
            "\n",
            "What: incident %s would have changed one target more than the %d an hour that the policy allows in subscription %s."
                .formatted(first.id(), limit, subscription),
            "Since: " + since,
            "Until somebody resets it, every further incident there gets a ticket and nothing else:",
            "  java -jar snapwarden.jar incidents limits",
            "  java -jar snapwarden.jar incidents limits reset " + subscription,
            "What was held back is looked at again with `incidents retry`."),
        Severity.HIGH,
        first.terms().ticket().labels());
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
