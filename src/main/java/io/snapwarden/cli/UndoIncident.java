package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents undo}: what the steps changed is taken back. */
@Command(
    name = "undo",
    header = "Take back what an incident's steps changed.",
    description = {
      "The steps are taken back from the last to the first, as far as each can be; what somebody "
          + "else changed since stays. What cannot be taken back, as a deletion, is said so in the "
          + "journal. Your sign-in (`az login`) is recorded."
    },
    exitCodeList = {
      "0:it is taken back",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or there is nothing to take back"
    },
    footer = {"  snapwarden incidents show 3f2a", "  snapwarden incidents undo 3f2a"})
final class UndoIncident implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
  private String id = "";

  UndoIncident(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Asking(surroundings)
        .about(
            id,
            (text, shown) -> takenBack(shown),
            (operations, shown, by) -> operations.undo(shown.id(), by),
            "to be taken back");
    return ExitCode.OK;
  }

  private static List<String> takenBack(Incident shown) {
    List<String> lines = new ArrayList<>();
    for (Step step : shown.steps()) {
      if (step.touchedAnything()) {
        lines.add(
            0,
            SafeText.of(
                "  %s, which changed something at %s and is %s: %s"
                    .formatted(
                        step.remediation(),
                        IncidentText.time(step.touches().get(0).from()),
                        IncidentRecord.state(step),
                        step.detail())));
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, "to take back");
    }
    return lines;
  }
}
