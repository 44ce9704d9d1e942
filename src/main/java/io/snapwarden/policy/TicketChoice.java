package io.snapwarden.policy;

import java.util.List;
import java.util.Set;

/**
 * Where a response opens its ticket, and how.
 *
 * @param desks at least one, as in {@code github}; the ledger has every ticket, named or not
 */
public record TicketChoice(List<String> desks, Severity severity, List<String> labels) {

  /** The desk that needs nothing but Snapwarden's own storage. */
  public static final String LEDGER = "ledger";

  /** The desks that there are; which of them are set up is the app's business. */
  public static final Set<String> KNOWN =
      Set.of(
          LEDGER,
          "github",
          "jira",
          "servicenow",
          "azure-devops",
          "pagerduty",
          "request-tracker",
          "webhook",
          "slack",
          "teams");

  /** What counts where a response says nothing of its ticket. */
  public static final TicketChoice DEFAULT = new TicketChoice(LEDGER, Severity.MEDIUM, List.of());

  public TicketChoice {
    desks = List.copyOf(desks);
    labels = List.copyOf(labels);
    if (desks.isEmpty()) {
      throw new IllegalArgumentException("a ticket needs a desk");
    }
  }

  /** At one desk. */
  public TicketChoice(String desk, Severity severity, List<String> labels) {
    this(List.of(desk), severity, labels);
  }
}
