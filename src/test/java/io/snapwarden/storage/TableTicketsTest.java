package io.snapwarden.storage;

import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.TicketBookContract;

class TableTicketsTest extends TicketBookContract {
  @Override
  protected TicketBook book() {
    return OnAzurite.freshAccount().tickets();
  }
}
