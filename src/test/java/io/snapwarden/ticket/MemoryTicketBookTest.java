package io.snapwarden.ticket;

class MemoryTicketBookTest extends TicketBookContract {
  @Override
  protected TicketBook book() {
    return new MemoryTicketBook();
  }
}
