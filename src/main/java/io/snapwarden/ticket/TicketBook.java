package io.snapwarden.ticket;

import java.util.List;
import java.util.Optional;

/** Snapwarden's own record of tickets; every write is all or nothing. */
public interface TicketBook {

  /** The open ticket with this fingerprint. */
  Optional<Entry> findOpen(String fingerprint);

  Optional<Entry> find(String reference);

  /**
   * Opens a ticket, unless one with this fingerprint is open.
   *
   * @param openedBy the key of who opens it
   * @return the open ticket, new or not
   */
  Entry open(Ticket ticket, String openedBy);

  /**
   * Adds a comment, unless one with its key is there.
   *
   * @throws IllegalArgumentException if there is no such ticket
   */
  void comment(String reference, Ticket.Comment comment);

  /**
   * Closes the ticket; the next one with its fingerprint is a new one.
   *
   * @throws IllegalArgumentException if there is no such ticket
   */
  void close(String reference);

  /** One ticket with its comments, oldest first. */
  record Entry(
      String reference,
      Ticket ticket,
      String openedBy,
      boolean open,
      List<Ticket.Comment> comments) {
    public Entry {
      comments = List.copyOf(comments);
    }
  }
}
