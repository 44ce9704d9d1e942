package io.snapwarden.incident;

/**
 * What the app's settings say of tickets.
 *
 * @param perCallerPerHour how many one caller's writes may make; the rest joins one more
 * @param closeContained whether a ticket is closed once nothing is left to attend to
 */
public record TicketRules(int perCallerPerHour, boolean closeContained, Portal portal) {

  /** What counts where nothing is set. */
  public static final TicketRules DEFAULT = new TicketRules(20, false, Portal.PUBLIC);
}
