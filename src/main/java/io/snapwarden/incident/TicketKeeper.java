package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.text.PlainText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Sees to it that an incident has its ticket, and that the ticket hears how each round ended. All
 * of it stands in the ledger first; that the desks are to be told of it goes into the queue before
 * the incident forgets it, so that a desk that is down holds up nothing.
 */
final class TicketKeeper {

  private final TicketBook ledger;
  private final Storms storms;
  private final Schedule schedule;
  private final TicketRules rules;
  private final TicketText text;
  private final Clock clock;

  TicketKeeper(Ports ports, TicketRules rules, Clock clock) {
    this.ledger = ports.tickets();
    this.storms = ports.storms();
    this.schedule = ports.schedule();
    this.rules = rules;
    this.text = new TicketText(rules);
    this.clock = clock;
  }

  /**
   * Opens the ticket, unless there is one.
   *
   * @param mode how far the response may go now
   * @param ended whether the round has ended with this status: then the ticket starts with it
   */
  void open(Claim claim, Mode mode, boolean ended, Status status) {
    Incident incident = claim.incident();
    if (incident.ticketRef() != null || mode == Mode.OBSERVE) {
      return;
    }
    Incident shown = ended ? incident.with(draft -> draft.status = status) : incident;
    TicketBook.Opened ticket = place(shown);
    tell(ticket.reference(), incident);
    Line line = Line.result("ticket %s".formatted(ticket.reference()));
    String told = ended && says(ticket, shown) ? hash(shown) : "";
    UnaryOperator<Incident> opened = now -> now.with(draft -> draft.ticketRef = ticket.reference());
    boolean saved = claim.save(now -> opened.apply(now).with(draft -> draft.told = told), line);
    while (!saved) {
      // Another event was added meanwhile, so the ticket will have to hear of its outcome too.
      saved = claim.save(opened, line);
    }
  }

  /** One that was opened before its worker died may say how things stood then. */
  private boolean says(TicketBook.Opened ticket, Incident shown) {
    return !ticket.openedBy().equals(shown.id().text())
        || ticket.ticket().body().equals(text.of(shown).body());
  }

  /** The ticket for an incident: the open one of its problem, one of its own, or the storm's. */
  private TicketBook.Opened place(Incident incident) {
    String id = incident.id().text();
    String fingerprint = TicketText.fingerprint(incident);
    Optional<TicketBook.Opened> known = ledger.findOpen(fingerprint);
    TicketBook.Opened ticket;
    if (known.isPresent()) {
      ticket = known.get();
    } else {
      Storm storm = counted(TicketText.maker(incident), fingerprint);
      Instant since = storm.since();
      ticket =
          storm.admits(fingerprint) || since == null
              ? ledger.open(text.of(incident), id)
              : ledger.open(text.storm(incident, storm.caller(), since), "storm");
    }
    if (!ticket.openedBy().equals(id)) {
      ledger.comment(ticket.reference(), comment(incident));
      ledger.unsettle(ticket.reference(), id);
    }
    return ticket;
  }

  private Storm counted(String maker, String fingerprint) {
    while (true) {
      Optional<Storms.Stored> stored = storms.find(maker);
      Storm before = stored.map(Storms.Stored::storm).orElse(Storm.none(maker));
      Storm after = before.counting(fingerprint, rules.perCallerPerHour(), clock.instant());
      if (after.equals(before) || storms.save(stored.orElse(null), after)) {
        return after;
      }
    }
  }

  /**
   * Tells the ticket how the round ended, unless that is what it was told last.
   *
   * @return the hash of what the ticket was told last
   */
  String conclude(Incident incident, Status status) {
    String reference = incident.ticketRef();
    Incident concluded = incident.with(draft -> draft.status = status);
    String hash = hash(concluded);
    if (reference == null) {
      return incident.told();
    }
    boolean news = !incident.told().equals(hash);
    if (news) {
      ledger.comment(reference, comment(concluded));
    }
    if (settled(status)) {
      ledger.settle(reference, incident.id().text(), rules.closeContained());
    } else {
      ledger.unsettle(reference, incident.id().text());
    }
    // A retry reaches the desks too, even if it changes nothing: one may have been given up.
    if (news || rules.closeContained() || incident.round() > 1) {
      tell(reference, incident);
    }
    return hash;
  }

  /** Said once for each round and status. */
  private static Ticket.Comment comment(Incident incident) {
    return TicketText.comment(
        "%s/%d/%s".formatted(incident.id(), incident.round(), incident.status().text()), incident);
  }

  /** Whether nobody needs to attend to it. */
  private static boolean settled(Status status) {
    return status == Status.CONTAINED || status == Status.REDRIVEN;
  }

  private static String hash(Incident incident) {
    return Hash.hex(new PlainText().write(OutcomeText.of(incident)));
  }

  /** One ticket for each time that a limit is reached, whoever meets it first. */
  void limitReached(Incident first, Guid subscription, Instant since, int limit) {
    TicketBook.Opened ticket =
        ledger.open(TicketText.limitReached(first, subscription, since, limit), "limit");
    tell(ticket.reference(), first);
  }

  private void tell(String reference, Incident incident) {
    List<String> desks =
        incident.terms().ticket().desks().stream()
            .filter(desk -> !desk.equals(TicketChoice.LEDGER))
            .toList();
    if (desks.isEmpty()) {
      return;
    }
    boolean oneOfMany = !ledger.openedBy(reference).equals(incident.id().text());
    boolean urgent = !oneOfMany || rules.closeContained();
    for (String desk : desks) {
      schedule.after(Duration.ZERO, new IncidentMessage.Tell(reference, desk, urgent));
    }
  }
}
