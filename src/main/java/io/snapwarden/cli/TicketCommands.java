package io.snapwarden.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code snapwarden ticket}: the trackers in which people work. */
@Command(
    name = "ticket",
    header = "Try the desks at which tickets are opened.",
    description = {
      "A desk is set up in the environment as in the app's settings: SNAPWARDEN_TICKET_GITHUB_…, "
          + "SNAPWARDEN_TICKET_JIRA_… and so on; docs/tickets.md has them all."
    },
    exitCodeList = {
      "0:fine",
      "1:the desk said no, or cannot be reached",
      "2:bad usage or settings"
    },
    footer = "  snapwarden ticket test --desk github")
final class TicketCommands {

  static void addTo(CommandLine ticket, Surroundings surroundings) {
    ticket.addSubcommand(new TryDesk(surroundings));
  }
}
