package io.snapwarden.policy;

import java.util.List;

/**
 * Where a response opens its ticket, and how.
 *
 * @param desk as in {@code ledger}
 */
public record TicketChoice(String desk, Severity severity, List<String> labels) {

  /** What counts where a response says nothing of its ticket. */
  public static final TicketChoice DEFAULT = new TicketChoice("ledger", Severity.MEDIUM, List.of());

  public TicketChoice {
    labels = List.copyOf(labels);
  }
}
