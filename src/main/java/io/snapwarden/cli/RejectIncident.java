package io.snapwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents reject}: no leave for the plan. */
@Command(
    name = "reject",
    header = "Refuse an incident's plan.",
    description =
        "Nothing is changed in Azure, and the ticket stays open. Your sign-in (`az login`) is "
            + "recorded.",
    exitCodeList = {
      "0:rejected",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or it waits for no approval"
    },
    footer = "  snapwarden incidents reject 3f2a")
final class RejectIncident implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
  private String id = "";

  RejectIncident(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Asking(surroundings)
        .about(
            id,
            ApproveIncident::plan,
            (operations, shown, by) -> operations.reject(shown.id(), by),
            "rejected");
    return ExitCode.OK;
  }
}
