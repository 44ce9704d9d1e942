package io.snapwarden.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code snapwarden incidents}: what Snapwarden found, and what people decide about it. */
@Command(
    name = "incidents",
    header = "Look at incidents and decide about them.",
    description = {
      "Works on the app's own storage. Name it in the environment as the app's settings do: "
          + "AzureWebJobsStorage (a connection string), or AzureWebJobsStorage__accountName and "
          + "your own sign-in (`az login`). Whoever may write that storage may decide.",
      "",
      "An incident is named by its id or by the beginning of it."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or it cannot be done as things are",
      "3:findings, with verify"
    },
    footer = {
      "  snapwarden incidents list --status awaiting-approval",
      "  snapwarden incidents show 3f2a",
      "  snapwarden incidents approve 3f2a",
      "  snapwarden incidents verify --all",
      "  snapwarden incidents export --all --since 90d > audit.jsonl"
    })
final class IncidentCommands {

  static void addTo(CommandLine incidents, Surroundings surroundings) {
    CommandLine limits = new CommandLine(new ShowLimits(surroundings));
    incidents
        .addSubcommand(new ListIncidents(surroundings))
        .addSubcommand(new ShowIncident(surroundings))
        .addSubcommand(new ApproveIncident(surroundings))
        .addSubcommand(new RejectIncident(surroundings))
        .addSubcommand(new RetryIncident(surroundings))
        .addSubcommand(new UndoIncident(surroundings))
        .addSubcommand(new VerifyIncidents(surroundings))
        .addSubcommand(new ExportIncidents(surroundings))
        .addSubcommand(limits);
    limits.addSubcommand(new ResetLimit(surroundings));
  }
}
