package io.snapwarden.incident;

import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.ticket.text.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how an incident stands: what was done, or would be, and what a person can do now. */
final class OutcomeText {

  private static final String COMMAND = "java -jar snapwarden.jar incidents ";

  private OutcomeText() {}

  static String command(String rest) {
    return COMMAND + rest;
  }

  static Document of(Incident incident) {
    Document.Builder text = Document.builder().paragraph(standing(incident));
    if (!incident.hold().isEmpty()) {
      text.paragraph("No more than a ticket: " + incident.hold() + ".");
    }
    if (incident.steps().isEmpty()) {
      if (incident.cause() instanceof Cause.Violation) {
        text.paragraph("No remediation is configured for it.");
      }
    } else {
      text.items(incident.steps().stream().map(OutcomeText::step).toList());
      text.code(planned(incident));
    }
    Approval approval = incident.approval();
    if (incident.status() == Incident.Status.AWAITING_APPROVAL && approval != null) {
      text.paragraph(
              "Until %s anybody who may can let it go on, or refuse:".formatted(approval.expires()))
          .code(List.of(approve(incident, approval), command("reject " + incident.id())));
    }
    return text.build();
  }

  /** The same in one line. */
  static String line(Incident incident) {
    StringBuilder line = new StringBuilder(standing(incident));
    if (incident.cause() instanceof Cause.Violation violation) {
      SnapshotWrite write = violation.write();
      line.append(" Target %s, written at %s.".formatted(write.target(), write.at()));
    }
    Approval approval = incident.approval();
    if (incident.status() == Incident.Status.AWAITING_APPROVAL && approval != null) {
      line.append(" To approve: ").append(approve(incident, approval));
    }
    return line.toString();
  }

  private static String standing(Incident incident) {
    return "Incident %s is %s.".formatted(incident.id(), incident.status().text());
  }

  private static String approve(Incident incident, Approval approval) {
    return command("approve %s --plan %s".formatted(incident.id(), approval.planHash()));
  }

  private static String step(Step step) {
    return "%s: %s%s"
        .formatted(
            step.remediation(),
            step.state().name().toLowerCase(Locale.ROOT),
            step.detail().isEmpty() ? "" : ": " + SafeText.of(step.detail()));
  }

  /** Each value that the steps which were only planned would change. */
  private static List<String> planned(Incident incident) {
    List<String> lines = new ArrayList<>();
    for (Step step : incident.steps()) {
      if (step.state() == Step.State.PLANNED) {
        for (Step.PlannedChange change : step.plan()) {
          lines.add(change.request());
          change.differences().forEach(each -> lines.add("  " + each));
        }
      }
    }
    return lines;
  }
}
