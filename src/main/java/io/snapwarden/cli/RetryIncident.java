package io.snapwarden.cli;

import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents retry}: another look at everything. */
@Command(
    name = "retry",
    header = "Make an incident look at everything again.",
    description = {
      "Each step reads Azure again and does what is still to be done, as far as the mode of its day "
          + "and the app's setting allow. What held the incident back is forgotten, and an approval "
          + "is asked for anew. What could not be understood is handed in again, and decided by the "
          + "policy of today. Your sign-in (`az login`) is recorded."
    },
    exitCodeList = {
      "0:it is tried again",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or it is being worked on"
    },
    footer = "  snapwarden incidents retry 3f2a")
final class RetryIncident implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
  private String id = "";

  RetryIncident(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Asking(surroundings)
        .about(
            id,
            RetryIncident::standing,
            (operations, shown, by) -> operations.retry(shown.id(), by),
            "tried again");
    return ExitCode.OK;
  }

  private static List<String> standing(IncidentText text, Incident shown) {
    List<String> lines = new ArrayList<>();
    if (!shown.hold().isEmpty()) {
      lines.add(IncidentText.detail("held", shown.hold()));
    }
    if (!shown.steps().isEmpty()) {
      lines.addAll(text.steps(shown));
    } else if (shown.cause() instanceof Cause.NotUnderstood cause
        && !cause.from().equals("policy")) {
      lines.add(IncidentText.detail("again", "its text is handed in as if it had just come"));
    }
    return lines;
  }
}
