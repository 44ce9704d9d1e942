package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SafeText;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.DecisionJson;
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

/** {@code snapwarden decide}: what a policy says of events, one after another. */
@Command(
    name = "decide",
    header = "Say what a policy makes of events.",
    description = {
      "Prints the verdict on each event, in the order of the input: allowed, violation, attempt, "
          + "unrelated or unreadable. Nothing is changed and nothing is sent.",
      "",
      "Reads what Event Grid delivers (its own schema or CloudEvents) and the Activity Log as its "
          + "API answers or exports it: one JSON value, an array, or JSON Lines. What is not JSON "
          + "is one unreadable verdict, and the rest go on."
    },
    footer = {
      "  snapwarden decide --policy policy.json events.json",
      "  az monitor activity-log list --offset 7d | \\",
      "    snapwarden decide --policy policy.json -",
      "  snapwarden decide --policy policy.json --json events.jsonl | \\",
      "    jq -r 'select(.verdict == \"violation\") | .target'",
      "  snapwarden decide --policy policy.json --fail-on-violation events/*.json"
    })
final class Decide implements Callable<Integer> {

  private final Surroundings surroundings;
  private final EventReader events = new EventReader();
  private final Tally tally = new Tally();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "The policy file; - for standard input.")
  private String policy = "";

  @Parameters(
      arity = "1..*",
      paramLabel = "EVENTS",
      description = "Files with events; - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON Lines: one object for each event.")
  private boolean json;

  @Option(
      names = "--fail-on-violation",
      description = "Exit with 3 if anything is a violation, an attempt or unreadable.")
  private boolean failOnViolation;

  @Option(
      names = "--principal-id",
      paramLabel = "GUID",
      description =
          "The object id of the function app's own identity, whose writes are the violation "
              + "own-identity.")
  private @Nullable Guid principalId;

  Decide(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<String> names = new ArrayList<>(List.of(policy));
    names.addAll(files);
    List<Source> sources = Source.all(names);
    Allowlist allowlist = PolicyFile.allowlist(sources.get(0), surroundings, principalId);
    try {
      for (Source source : sources.subList(1, sources.size())) {
        decide(source, allowlist);
      }
    } catch (NobodyReads e) {
      return ExitCode.OK;
    }
    if (!json) {
      surroundings.say(tally.toString());
    }
    return failOnViolation && tally.findings() ? Snapwarden.FINDINGS : ExitCode.OK;
  }

  private void decide(Source source, Allowlist allowlist) {
    DecisionText text = new DecisionText(source, surroundings.ansi());
    try (Reader in = source.open(surroundings.in())) {
      events.readAll(
          in,
          reading -> {
            JsonObject decision = DecisionJson.of(reading, allowlist::decide);
            tally.add(decision.get("verdict").getAsString());
            print(json ? SafeText.of(decision.toString()) : text.of(reading, decision));
          });
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  private void print(String line) {
    surroundings.out().line(line);
    // The exit code still needs every verdict if it is to tell of findings.
    if (surroundings.out().closed() && !failOnViolation) {
      throw new NobodyReads();
    }
  }

  /** Ends the reading of a source early: whoever read the output has seen enough. */
  private static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
