package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Sees to it that an incident has its ticket, and that the ticket hears how each round ended. */
final class TicketKeeper {

  private final TicketDesks desks;

  TicketKeeper(TicketDesks desks) {
    this.desks = desks;
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
    TicketDesk desk = desks.of(incident.terms().ticket());
    String outcome = TicketText.outcome(shown);
    String reference =
        desk.open(TicketText.of(shown), new Ticket.Comment(incident.id().text(), outcome));
    Line line = Line.result("ticket %s at %s".formatted(reference, desk.name()));
    UnaryOperator<Incident> opened = now -> now.with(draft -> draft.ticketRef = reference);
    boolean saved =
        claim.save(
            now ->
                ended
                    ? opened.apply(now).with(draft -> draft.told = Hash.hex(outcome))
                    : opened.apply(now),
            line);
    while (!saved) {
      // Another event was added meanwhile, so the ticket will have to hear of its outcome too.
      saved = claim.save(opened, line);
    }
  }

  /**
   * Tells the ticket how the round ended, unless that is what it was told last.
   *
   * @return the hash of what the ticket was told last
   */
  String conclude(Incident incident, Status status) {
    String reference = incident.ticketRef();
    String outcome = TicketText.outcome(incident.with(draft -> draft.status = status));
    String hash = Hash.hex(outcome);
    if (reference == null || incident.told().equals(hash)) {
      return incident.told();
    }
    desks
        .of(incident.terms().ticket())
        .comment(
            reference,
            new Ticket.Comment(
                "%s/%d/%s".formatted(incident.id(), incident.round(), status.text()), outcome));
    return hash;
  }

  /** One ticket for each time that a limit is reached, whoever meets it first. */
  void limitReached(Incident first, Guid subscription, Instant since, int limit) {
    desks
        .of(first.terms().ticket())
        .open(
            TicketText.limitReached(first, subscription, since, limit),
            new Ticket.Comment("limit", "The limit is still reached."));
  }
}
