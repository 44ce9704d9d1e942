package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.ticket.Copy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents show}: all that is known of one incident. */
@Command(
    name = "show",
    header = "Show one incident with its plan and its journal.",
    description = {
      "Prints who wrote what and why that is a violation, each step with what it would do or did, "
          + "the approval that is asked for, and the journal from the beginning. Evidence is named "
          + "as the blobs in the container snapwarden-evidence."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, or no such incident"
    },
    footer = {
      "  snapwarden incidents show 3f2a",
      "  snapwarden incidents show --json 3f2a | jq -r '.journal[].text'"
    })
final class ShowIncident implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
  private String id = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ShowIncident(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    OperatorStorage storage = OperatorStorage.of(surroundings.environment());
    Incidents incidents = storage.incidents();
    Incident incident = new KnownIncidents(incidents).find(id);
    List<JournalEntry> journal = incidents.journal(incident.id());
    String ticket = incident.ticketRef();
    List<Copy> desks = ticket == null ? List.of() : storage.copies().of(ticket);
    if (json) {
      surroundings
          .out()
          .line(SafeText.of(IncidentRecord.full(incident, desks, journal).toString()));
    } else {
      IncidentText text = new IncidentText(surroundings.ansi(), surroundings.clock().instant());
      text.of(incident, desks, journal).forEach(surroundings.out()::line);
    }
    return ExitCode.OK;
  }
}
