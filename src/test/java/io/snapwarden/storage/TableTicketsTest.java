package io.snapwarden.storage;

import io.snapwarden.ticket.TicketBookContract;
import io.snapwarden.ticket.TicketBook;

class TableTicketsTest extends TicketBookContract {
  @Override
  protected TicketBook book() {
    return OnAzurite.freshAccount().tickets();
  }
}
