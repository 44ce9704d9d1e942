package io.snapwarden.cli;

import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents approve}: leave for exactly the plan that is shown. */
@Command(
    name = "approve",
    header = "Let an incident carry out its plan.",
    description = {
      "Prints the plan and approves exactly that: if something else would be done by the time it is "
          + "done, Snapwarden asks again. Your sign-in (`az login`) is recorded. The app's own "
          + "identity approves nothing."
    },
    exitCodeList = {
      "0:approved",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or it cannot be approved"
    },
    footer = {
      "  snapwarden incidents show 3f2a",
      "  snapwarden incidents approve 3f2a",
      "  snapwarden incidents approve 3f2a --plan 9b1c…"
    })
final class ApproveIncident implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
  private String id = "";

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description = "Only if the plan is still this one, as show or the ticket named it.")
  private @Nullable String plan;

  ApproveIncident(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    new Asking(surroundings)
        .about(
            id,
            ApproveIncident::plan,
            (operations, shown, by) -> operations.approve(shown.id(), by, hash(shown)),
            "approved");
    return ExitCode.OK;
  }

  /** Never more than was printed, even if it changes between the printing and the asking. */
  private @Nullable String hash(Incident shown) {
    Approval approval = shown.approval();
    return plan != null || approval == null ? plan : approval.planHash();
  }

  /** Nothing, if nobody asks: then the refusal says how it stands. */
  static List<String> plan(IncidentText text, Incident shown) {
    Approval approval = shown.approval();
    if (approval == null || !approval.open()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(text.steps(shown));
    lines.add(IncidentText.detail("plan", approval.planHash()));
    return lines;
  }
}
