package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Reading;
import io.snapwarden.event.SafeText;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.Explanation;
import io.snapwarden.policy.Mode;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden explain}: why a policy makes of events what it does. */
@Command(
    name = "explain",
    header = "Say why a policy makes of an event what it does.",
    description = {
      "Prints for each event a tree: what is decided before any rule, each rule that names the "
          + "caller or covers the target and where it stopped, the responses that were tried, what "
          + "would be done, and the rule that would allow it.",
      "",
      "Reads what decide reads. With --json, one object a line: the keys of decide --json, and "
          + "before (codes for which no rule is asked), rules (rule, namesCaller, coversTarget, "
          + "holds, admitsAddress, allows, nearest), responses (response, forViolations, forTarget, "
          + "answers), cappedMode, and allow (a rule to add; null if none could help)."
    },
    exitCodeList = {"0:fine", "1:the tool failed", "2:bad usage or bad input"},
    footer = {
      "  snapwarden explain --policy policy.json event.json",
      "  snapwarden explain --policy policy.json --mode ticket - < event.json",
      "  snapwarden explain --policy policy.json --json event.json | jq '.rules[] | select(.nearest)'"
    })
final class Explain implements Callable<Integer> {

  private final Surroundings surroundings;
  private final EventReader events = new EventReader();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "The policy file; - for standard input.")
  private String policy = "";

  @Parameters(paramLabel = "EVENT", description = "A file with events; - for standard input.")
  private String file = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How far the app's setting SNAPWARDEN_MODE lets any response go: observe, ticket, "
              + "approve or remediate (default: remediate).")
  private Mode cap = Mode.REMEDIATE;

  @Option(
      names = "--principal-id",
      paramLabel = "GUID",
      description =
          "The object id of the function app's own identity, whose writes are the violation "
              + "own-identity.")
  private @Nullable Guid principalId;

  @Option(names = "--json", description = "Print JSON Lines: one object for each event.")
  private boolean json;

  Explain(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Source> sources = Source.all(List.of(policy, file));
    Allowlist allowlist = PolicyFile.allowlist(sources.get(0), surroundings, principalId);
    Source source = sources.get(1);
    DecisionText decisions = new DecisionText(source, surroundings.ansi());
    try (Reader in = source.open(surroundings.in())) {
      events.readAll(in, reading -> print(reading, allowlist, decisions));
    } catch (IOException e) {
      throw source.unreadable(e);
    }
    return ExitCode.OK;
  }

  private void print(Reading reading, Allowlist allowlist, DecisionText decisions) {
    Explanation explanation =
        reading.fold(
            write -> Explanation.of(allowlist, write.write()), other -> null, other -> null);
    if (explanation == null) {
      JsonObject decision = DecisionJson.of(reading, allowlist::decide);
      surroundings
          .out()
          .line(json ? SafeText.of(decision.toString()) : decisions.of(reading, decision));
    } else if (json) {
      surroundings.out().line(SafeText.of(ExplanationJson.of(explanation, cap).toString()));
    } else {
      surroundings
          .out()
          .line(decisions.head(DecisionJson.of(explanation.write(), explanation.verdict())));
      new ExplanationText(explanation, cap).lines().forEach(surroundings.out()::line);
    }
  }
}
