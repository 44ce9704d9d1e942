package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Reading;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.Verdict;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.playbook.Rehearsal;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden plan}: what each remediation would change right now. */
@Command(
    name = "plan",
    header = "Show what a policy's remediations would change right now.",
    description = {
      "For each write in the input that is a violation: what every remediation of its response "
          + "would change in Azure, one after another, each on what those before it would have "
          + "done; and why it would change nothing, if so. Whatever the response's mode is, "
          + "Azure is only read, as whoever is signed in: the managed identity, a service principal "
          + "in the environment, or the Azure CLI.",
      "",
      "A line of what changes begins with + for what is new, - for what goes, and ~ for what "
          + "becomes other than it is."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool failed, or something could not be planned",
      "2:bad usage or bad input"
    },
    footer = {
      "  snapwarden plan --policy policy.json event.json",
      "  snapwarden plan --policy policy.json --json event.json | \\",
      "    jq -r '.steps[].changes[].summary'"
    })
final class PlanWrites implements Callable<Integer> {

  private final Surroundings surroundings;
  private final EventReader events = new EventReader();
  private @Nullable Arm arm;
  private boolean incomplete;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "The policy file; - for standard input.")
  private String policy = "";

  @Parameters(
      paramLabel = "EVENT",
      description = "The file with the event, or with several; - for standard input.")
  private String event = "";

  @Option(names = "--json", description = "Print JSON Lines: one object for each event.")
  private boolean json;

  @Option(
      names = "--principal-id",
      paramLabel = "GUID",
      description = "The object id of the function app's own identity, which it never revokes.")
  private @Nullable Guid principalId;

  PlanWrites(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Source> sources = Source.all(List.of(policy, event));
    Allowlist allowlist = PolicyFile.allowlist(sources.get(0), surroundings, principalId);
    Source source = sources.get(1);
    DecisionText text = new DecisionText(source, surroundings.ansi());
    try (Reader in = source.open(surroundings.in())) {
      events.readAll(in, reading -> plan(reading, allowlist, text));
    } catch (IOException e) {
      throw source.unreadable(e);
    }
    return incomplete ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void plan(Reading reading, Allowlist allowlist, DecisionText text) {
    JsonObject decision = DecisionJson.of(reading, allowlist::decide);
    List<PlannedStep> steps =
        reading.fold(
            write -> steps(write.write(), allowlist.decide(write.write())),
            unrelated -> List.of(),
            unreadable -> List.of());
    incomplete |= steps.stream().anyMatch(PlannedStep::unknown);
    if (json) {
      decision.add("steps", PlannedStep.json(steps));
      surroundings.out().line(SafeText.of(decision.toString()));
      return;
    }
    surroundings.out().line(text.of(reading, decision));
    new PlanText(surroundings.ansi()).of(steps).forEach(surroundings.out()::line);
  }

  private List<PlannedStep> steps(SnapshotWrite write, Verdict verdict) {
    return verdict.fold(
        allowed -> List.of(), violation -> steps(write, violation.response().remediations()));
  }

  private List<PlannedStep> steps(SnapshotWrite write, List<RemediationChoice> choices) {
    if (choices.isEmpty()) {
      return List.of();
    }
    Rehearsal rehearsal =
        new Rehearsal(
            arm(), IncidentId.of(write).text(), write, principalId, surroundings.clock().instant());
    List<PlannedStep> steps = new ArrayList<>();
    boolean stopped = false;
    for (RemediationChoice choice : choices) {
      if (stopped) {
        steps.add(PlannedStep.skipped(choice.id(), steps.get(steps.size() - 1).remediation()));
        continue;
      }
      Rehearsal.Act act = rehearsal.next(choice.id(), choice.options());
      steps.add(
          new PlannedStep(
              choice.id(), rehearsal.needsApproval(choice.id(), choice.options()), act));
      stopped = act.outcome() instanceof Outcome.Refused || act.outcome() instanceof Outcome.Failed;
    }
    return steps;
  }

  private Arm arm() {
    Arm made = arm;
    if (made == null) {
      made = OperatorArm.of(surroundings.environment()).arm();
      arm = made;
    }
    return made;
  }
}
