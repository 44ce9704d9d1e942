package io.snapwarden.ticket;

/** A place where people look for work. Each call may be repeated: the effect is that of one. */
public interface TicketDesk {

  /** As in a policy's {@code ticket.desk}. */
  String name();

  /**
   * Opens a ticket, unless there is an open one with this fingerprint: then that one is given, and
   * the comment is added to it.
   *
   * @param repeat what to say if the ticket was open already; its key is the incident, so that who
   *     opened the ticket and asks again after a crash adds no comment
   * @return what the other calls take
   */
  String open(Ticket ticket, Ticket.Comment repeat);

  void comment(String reference, Ticket.Comment comment);

  /** Ends the ticket with a last comment. */
  void close(String reference, Ticket.Comment outcome);
}
