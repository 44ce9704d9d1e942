package io.snapwarden.ticket;

/** The desk that needs nothing but Snapwarden's own storage. */
public final class LedgerDesk implements TicketDesk {

  /** As in a policy's {@code ticket.desk}. */
  public static final String NAME = "ledger";

  private final TicketBook book;

  public LedgerDesk(TicketBook book) {
    this.book = book;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String open(Ticket ticket, Ticket.Comment repeat) {
    TicketBook.Entry open = book.open(ticket, repeat.key());
    if (!open.openedBy().equals(repeat.key())) {
      book.comment(open.reference(), repeat);
    }
    return open.reference();
  }

  @Override
  public void comment(String reference, Ticket.Comment comment) {
    book.comment(reference, comment);
  }

  @Override
  public void close(String reference, Ticket.Comment outcome) {
    book.comment(reference, outcome);
    book.close(reference);
  }
}
