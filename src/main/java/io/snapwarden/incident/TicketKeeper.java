package io.snapwarden.incident;

import io.snapwarden.incident.Claim.Line;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
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
   * @param ended the status, if all steps have ended: then the ticket starts with the outcome
   */
  void open(Claim claim, Mode mode, boolean ended, Status status) {
    Incident incident = claim.incident();
    if (incident.ticketRef() != null || mode == Mode.OBSERVE) {
      return;
    }
    Incident shown = ended ? incident.withStatus(status) : incident;
    TicketDesk desk = desks.of(incident.ticket());
    String reference =
        desk.open(
            TicketText.of(shown),
            new Ticket.Comment(incident.id().text(), TicketText.outcome(shown)));
    Line line = Line.result("ticket %s at %s".formatted(reference, desk.name()));
    UnaryOperator<Incident> opened = now -> now.withTicket(reference);
    UnaryOperator<Incident> openedAndTold = now -> now.withTicket(reference).withConcluded();
    boolean saved = claim.save(ended ? openedAndTold : opened, line);
    while (!saved) {
      // Another event was added meanwhile, so the ticket will have to hear of its outcome too.
      saved = claim.save(opened, line);
    }
  }

  /** Tells the ticket how the round ended, unless it knows. */
  void conclude(Incident incident, Status status) {
    String reference = incident.ticketRef();
    if (reference == null || incident.concluded() || incident.steps().isEmpty()) {
      return;
    }
    desks
        .of(incident.ticket())
        .comment(
            reference,
            new Ticket.Comment(
                incident.id() + "/" + incident.round(),
                TicketText.outcome(incident.withStatus(status))));
  }
}
