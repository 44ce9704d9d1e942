package io.snapwarden.incident;

import io.snapwarden.ticket.TicketBook;

/**
 * What the engine stands on.
 *
 * @param tickets the ledger, from which the desks are told
 * @param storms how many tickets each caller has made
 * @param redrive decides an event once more that was not understood before
 */
public record Ports(
    Incidents incidents,
    Schedule schedule,
    Inbox inbox,
    Evidence evidence,
    Turns turns,
    Budgets budgets,
    TicketBook tickets,
    Storms storms,
    Redrive redrive) {}
