package io.snapwarden.incident;

/**
 * What the engine stands on.
 *
 * @param redrive decides an event once more that was not understood before
 */
public record Ports(
    Incidents incidents,
    Schedule schedule,
    Inbox inbox,
    Evidence evidence,
    Turns turns,
    Budgets budgets,
    TicketDesks desks,
    Redrive redrive) {}
