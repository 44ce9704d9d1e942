package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.incident.Step;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.ticket.Copy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Incidents for people to read; whatever a caller may have chosen is made safe. */
final class IncidentText {

  private static final int LABEL = 9;
  private static final String INDENT = "      ";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Ansi ansi;
  private final Instant now;

  IncidentText(Ansi ansi, Instant now) {
    this.ansi = ansi;
    this.now = now;
  }

  /** All that is known of one. */
  List<String> of(Incident incident, List<Copy> desks, List<JournalEntry> journal) {
    List<String> lines = new ArrayList<>(heading(incident));
    lines.addAll(terms(incident));
    desks.forEach(copy -> lines.add(detail("desk", DeskText.of(copy))));
    if (!incident.steps().isEmpty()) {
      lines.add("");
      lines.addAll(steps(incident));
    }
    Approval approval = incident.approval();
    if (approval != null) {
      lines.add("");
      lines.addAll(approval(incident, approval));
    }
    lines.add("");
    lines.addAll(journal(journal));
    return lines;
  }

  /** Which one it is, and what it is about. */
  List<String> heading(Incident incident) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ansi.string(
            "@|bold incident|@ %s is @|bold %s|@"
                .formatted(incident.id(), incident.status().text())));
    if (incident.cause() instanceof Cause.Violation violation) {
      lines.addAll(violation(violation));
    } else if (incident.cause() instanceof Cause.NotUnderstood cause) {
      lines.add(detail("what", "the %s could not be understood".formatted(cause.from())));
      lines.add(detail("why", cause.reason()));
      lines.add(
          detail(
              "evidence",
              cause.evidence()
                  + (cause.whole()
                      ? ""
                      : ", its beginning; the whole is under unreadable/, SHA-256 "
                          + cause.digest())));
    }
    return lines;
  }

  private static List<String> violation(Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    JsonObject caller = IncidentRecord.caller(write.caller());
    String from = write.clientAddress() == null ? "" : ", from " + write.clientAddress();
    String codes = String.join(", ", ViolationCode.texts(violation.codes()));
    return List.of(
        detail("target", write.target().text()),
        detail("caller", DecisionText.caller(caller, write.caller().name())),
        detail("when", time(write.at()) + (write.attempt() ? ", an attempt" : "") + from),
        detail("why", "%s (%s)".formatted(violation.reason(), codes)),
        detail("response", violation.response()));
  }

  private static List<String> terms(Incident incident) {
    List<String> lines = new ArrayList<>();
    String policy = incident.terms().policyHash();
    lines.add(
        detail(
            "mode",
            incident.terms().mode().text() + (policy.isEmpty() ? "" : ", policy " + policy)));
    if (!incident.hold().isEmpty()) {
      lines.add(detail("held", incident.hold()));
    }
    lines.add(detail("created", time(incident.createdAt()) + ", round " + incident.round()));
    Instant due = incident.due();
    if (due != null && incident.status().moving()) {
      lines.add(detail("next", "looked at again at " + time(due)));
    }
    String ticket = incident.ticketRef();
    lines.add(detail("ticket", ticket == null ? "none" : ticket));
    if (!incident.events().isEmpty()) {
      lines.add(detail("events", String.join(", ", incident.events().stream().sorted().toList())));
    }
    return lines;
  }

  private static boolean saidByPlan(Step step) {
    boolean planned = step.state() == Step.State.PLANNED && !step.plan().isEmpty();
    return planned || step.detail().isEmpty();
  }

  /** Each step with what it would do, what it did, and what it kept. */
  List<String> steps(Incident incident) {
    List<String> lines = new ArrayList<>();
    lines.add(title("steps"));
    int number = 1;
    for (Step step : incident.steps()) {
      lines.add(
          SafeText.of(
              "  %d  %s: %s%s"
                  .formatted(
                      number++,
                      step.remediation(),
                      IncidentRecord.state(step),
                      saidByPlan(step) ? "" : ": " + step.detail())));
      lines.addAll(plan(step));
      step.touches()
          .forEach(
              touch ->
                  lines.add(
                      INDENT
                          + "changed at "
                          + time(touch.from())
                          + (touch.until() == null ? ", outcome unknown" : "")));
      step.evidence().forEach(kept -> lines.add(SafeText.of(INDENT + "evidence " + kept)));
    }
    return lines;
  }

  private static List<String> plan(Step step) {
    List<String> lines = new ArrayList<>();
    if (step.state() == Step.State.PLANNED) {
      for (Step.PlannedChange change : step.plan()) {
        lines.add(SafeText.of(INDENT + "would " + change.summary() + ": " + change.request()));
        change.differences().forEach(each -> lines.add(SafeText.of(INDENT + "  " + each)));
      }
    }
    return lines;
  }

  /** Whose leave is asked for, until when, and how to give it. */
  List<String> approval(Incident incident, Approval approval) {
    List<String> lines = new ArrayList<>();
    lines.add(title("approval"));
    lines.add(detail("plan", approval.planHash()));
    Approval.Decision decision = approval.decision();
    if (decision != null) {
      lines.add(
          detail(
              decision.approved() ? "approved" : "rejected",
              "by %s at %s".formatted(decision.by(), time(decision.at()))));
      return lines;
    }
    boolean expired = !now.isBefore(approval.expires());
    lines.add(detail(expired ? "expired" : "until", time(approval.expires())));
    if (!expired) {
      lines.add(
          detail(
              "by",
              "anybody who may write the app's storage"
                  + (approval.notBy() == null
                      ? ""
                      : ", but not the app itself, " + approval.notBy())));
      lines.add(
          detail(
              "yes",
              "snapwarden incidents approve %s --plan %s"
                  .formatted(incident.id(), approval.planHash())));
      lines.add(detail("no", "snapwarden incidents reject " + incident.id()));
    }
    return lines;
  }

  private List<String> journal(List<JournalEntry> journal) {
    List<String> lines = new ArrayList<>();
    lines.add(title("journal"));
    Instant before = null;
    for (JournalEntry entry : journal) {
      lines.add(
          SafeText.of(
              "%3d  %s  %8s  %-6s  %s"
                  .formatted(
                      entry.number(),
                      time(entry.at()),
                      before == null ? "" : after(Duration.between(before, entry.at())),
                      entry.kind().name().toLowerCase(Locale.ROOT),
                      entry.text())));
      before = entry.at();
    }
    return lines;
  }

  /** How long after the entry before, in as few letters as tell. */
  private static String after(Duration span) {
    if (span.isNegative()) {
      return "earlier";
    }
    long seconds = span.toSeconds();
    if (seconds < 10) {
      return "+" + span.toMillis() + "ms";
    }
    if (seconds < 600) {
      return "+" + seconds + "s";
    }
    return seconds < 36_000 ? "+" + seconds / 60 + "m" : "+" + seconds / 3600 + "h";
  }

  private String title(String text) {
    return ansi.string("@|bold " + text + "|@");
  }

  /** To the millisecond, in as many characters each time; programs get all of it. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  static String detail(String label, String text) {
    return "  " + label + " ".repeat(Math.max(1, LABEL - label.length())) + SafeText.of(text);
  }
}
