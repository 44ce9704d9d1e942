package io.snapwarden.incident;

import io.snapwarden.policy.TicketChoice;
import io.snapwarden.ticket.TicketDesk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The desks of this app. A response that names another one gets the ledger: a ticket is never lost.
 */
public final class TicketDesks {

  private final TicketDesk ledger;
  private final Map<String, TicketDesk> byName = new HashMap<>();

  public TicketDesks(TicketDesk ledger, List<TicketDesk> others) {
    this.ledger = ledger;
    byName.put(ledger.name(), ledger);
    others.forEach(desk -> byName.put(desk.name(), desk));
  }

  TicketDesk of(TicketChoice choice) {
    return byName.getOrDefault(choice.desk(), ledger);
  }
}
