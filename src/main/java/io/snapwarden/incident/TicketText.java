package io.snapwarden.incident;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Document.Fact;
import io.snapwarden.ticket.text.Document.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what tickets are about; each desk writes it in its own format. */
final class TicketText {

  /** What somebody must look at, whoever closed the ticket before. */
  private static final Set<Incident.Status> ATTENTION =
      EnumSet.of(
          Incident.Status.AWAITING_APPROVAL, Incident.Status.STOPPED, Incident.Status.UNDONE);

  private final TicketRules rules;

  TicketText(TicketRules rules) {
    this.rules = rules;
  }

  /** The ticket that an incident needs, as the incident stands now. */
  Ticket of(Incident incident) {
    return incident.cause() instanceof Cause.Violation violation
        ? of(incident, violation)
        : of(incident, (Cause.NotUnderstood) incident.cause());
  }

  private Ticket of(Incident incident, Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    return new Ticket(
        fingerprint(violation),
        "Unauthorised AKS snapshot %s: %s"
            .formatted(SafeText.of(write.target().name()), codes(violation.codes())),
        Document.builder()
            .paragraph(
                "%s %s the AKS snapshot %s."
                    .formatted(
                        capitalised(caller(write.caller())),
                        write.attempt() ? "tried to write" : "wrote",
                        write.target().name()))
            .facts(facts(incident, violation))
            .all(OutcomeText.of(incident))
            .all(allowing(incident, violation))
            .links(links(write))
            .build(),
        incident.terms().ticket().severity(),
        incident.terms().ticket().labels());
  }

  private static List<Fact> facts(Incident incident, Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    Caller caller = write.caller();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Snapshot", write.target().text()));
    facts.add(new Fact("Caller", caller.kind().text()));
    add(facts, "Object id", caller.principal());
    add(facts, "Name (unverified)", caller.name());
    add(facts, "Application", caller.application());
    add(facts, "Tenant", caller.tenant());
    add(facts, "Doubt", caller.doubt());
    facts.add(new Fact("When", write.at().toString()));
    add(facts, "From", write.clientAddress());
    facts.add(new Fact("Violations", codes(violation.codes())));
    facts.add(new Fact("Why", violation.reason()));
    facts.add(
        new Fact("Response", violation.response() + ", mode " + incident.terms().mode().text()));
    facts.add(new Fact("Policy", incident.terms().policyHash()));
    facts.add(new Fact("Correlation id", write.correlationId()));
    facts.add(new Fact("Incident", incident.id().text()));
    return facts;
  }

  private static void add(List<Fact> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.add(new Fact(name, value.toString()));
    }
  }

  private static Document allowing(Incident incident, Cause.Violation violation) {
    List<String> rule = AllowSnippet.of(incident.id(), violation);
    return rule.isEmpty()
        ? Document.builder().paragraph("No rule of a policy could allow such a write.").build()
        : Document.builder()
            .paragraph(
                "If it was legitimate: look once more at who it was, add this to the policy's"
                    + " \"allow\" list, and say whose it is and why:")
            .code(rule)
            .build();
  }

  private List<Link> links(SnapshotWrite write) {
    Portal portal = rules.portal();
    Guid tenant = write.caller().tenant();
    return List.of(
        new Link("The snapshot in the Azure portal", portal.resource(write.target(), tenant)),
        new Link("The activity log of this request", portal.activityLog(write)));
  }

  private static Ticket of(Incident incident, Cause.NotUnderstood cause) {
    String elsewhere =
        cause.whole()
            ? ""
            : " holds its beginning; the whole is under unreadable/, SHA-256 " + cause.digest();
    return new Ticket(
        fingerprint(incident),
        "Snapwarden could not understand one " + cause.from(),
        Document.builder()
            .paragraph(
                "The %s could not be understood, so nothing was decided.".formatted(cause.from()))
            .facts(
                List.of(
                    new Fact("Why", cause.reason()),
                    new Fact("Evidence", cause.evidence() + elsewhere),
                    new Fact("Incident", incident.id().text())))
            .paragraph("Once the cause is mended, hand it in again:")
            .code(List.of(OutcomeText.command("retry " + incident.id())))
            .all(OutcomeText.of(incident))
            .build(),
        incident.terms().ticket().severity(),
        incident.terms().ticket().labels());
  }

  /** One problem: the same caller, target and codes; or one text that was not understood. */
  static String fingerprint(Incident incident) {
    return incident.cause() instanceof Cause.Violation violation
        ? fingerprint(violation)
        : Hash.hex("not understood\n" + incident.id());
  }

  private static String fingerprint(Cause.Violation violation) {
    SnapshotWrite write = violation.write();
    return Hash.hex(
        write.target().key() + "\n" + write.caller().principal() + "\n" + codes(violation.codes()));
  }

  /** Who makes tickets: one caller, all of whom nothing certain is known, or what is no write. */
  static String maker(Incident incident) {
    if (incident.cause() instanceof Cause.Violation violation) {
      Guid principal = violation.write().caller().principal();
      return principal == null ? "unidentified callers" : "caller " + principal;
    }
    return "what could not be understood";
  }

  /** A comment about one incident. */
  static Ticket.Comment comment(String key, Incident incident) {
    return new Ticket.Comment(
        key,
        incident.id().text(),
        OutcomeText.line(incident),
        OutcomeText.of(incident),
        ATTENTION.contains(incident.status()));
  }

  /** One ticket for all that one maker causes beyond the limit. */
  Ticket storm(Incident first, String maker, Instant since) {
    return new Ticket(
        Hash.hex("storm\n" + maker + "\n" + since),
        "Storm of tickets: " + maker,
        Document.builder()
            .paragraph(
                "There were more than %d tickets within an hour from one source, %s."
                    .formatted(rules.perCallerPerHour(), maker))
            .paragraph(
                "Its further incidents are listed here instead of in tickets of their own. None is"
                    + " dropped, and each is responded to as the policy says.")
            .facts(List.of(new Fact("Since", since.toString())))
            .paragraph("All of them:")
            .code(List.of(OutcomeText.command("list --since 1d")))
            .build(),
        Severity.HIGH,
        first.terms().ticket().labels());
  }

  /** A ticket of its own: it is about the subscription, not about one incident. */
  static Ticket limitReached(Incident first, Guid subscription, Instant since, int limit) {
    return new Ticket(
        Hash.hex("limit\n" + subscription + "\n" + since),
        "Snapwarden's limit is reached in subscription " + subscription,
        Document.builder()
            .paragraph(
                "Incident %s would have changed one target more than the %d an hour that the policy allows in subscription %s."
                    .formatted(first.id(), limit, subscription))
            .facts(List.of(new Fact("Since", since.toString())))
            .paragraph(
                "Until somebody resets it, every further incident there gets a ticket and nothing else:")
            .code(
                List.of(
                    OutcomeText.command("limits"),
                    OutcomeText.command("limits reset " + subscription)))
            .paragraph("What was held back is looked at again with `incidents retry`.")
            .build(),
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

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static String codes(Set<ViolationCode> codes) {
    return String.join(", ", ViolationCode.texts(codes));
  }
}
