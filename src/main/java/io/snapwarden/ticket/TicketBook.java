package io.snapwarden.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ledger: Snapwarden's own record of tickets, which has them all, and from which the desks are
 * told. Every write is all or nothing.
 */
public interface TicketBook {

  /** The open ticket with this fingerprint. */
  Optional<Opened> findOpen(String fingerprint);

  /** A ticket with all that was said of it, which in a storm is much. */
  Optional<Entry> find(String reference);

  /**
   * The id of the incident that opened a ticket.
   *
   * @throws IllegalArgumentException if there is no such ticket
   */
  String openedBy(String reference);

  /**
   * Opens a ticket, unless one with this fingerprint is open.
   *
   * @param openedBy the id of the incident that opens it, to which people must attend
   * @return the open ticket, new or not
   */
  Opened open(Ticket ticket, String openedBy);

  /**
   * Adds a comment, unless one with its key is there.
   *
   * @throws IllegalArgumentException if there is no such ticket
   */
  void comment(String reference, Ticket.Comment comment);

  /**
   * Notes that people must attend to an incident of this ticket; if the ticket was closed, it is
   * open again.
   *
   * @throws IllegalArgumentException if there is no such ticket
   */
  void unsettle(String reference, String incident);

  /**
   * Notes that nobody needs to attend to an incident of this ticket any more.
   *
   * @param close whether to close the ticket if that was the last one: then the next ticket with
   *     its fingerprint is a new one
   * @throws IllegalArgumentException if there is no such ticket
   */
  void settle(String reference, String incident, boolean close);

  /**
   * An open ticket.
   *
   * @param openedBy the id of the incident that opened it
   */
  record Opened(String reference, Ticket ticket, String openedBy) {}

  /**
   * One ticket with what was said of it, oldest first.
   *
   * @param openedBy the id of the incident that opened it
   */
  record Entry(String reference, Ticket ticket, String openedBy, boolean open, List<Said> said) {
    public Entry {
      said = List.copyOf(said);
    }

    public List<Ticket.Comment> comments() {
      return said.stream().map(Said::comment).toList();
    }
  }

  /** A comment, and when the ledger got it. */
  record Said(Ticket.Comment comment, Instant at) {}
}
