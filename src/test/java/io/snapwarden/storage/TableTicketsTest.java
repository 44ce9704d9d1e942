package io.snapwarden.storage;

import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.TicketBookContract;
import org.junit.jupiter.api.Tag;

@Tag("gson")
class TableTicketsTest extends TicketBookContract {
  @Override
  protected TicketBook book() {
    return OnAzurite.freshAccount().tickets();
  }
}
