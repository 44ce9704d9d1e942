package io.snapwarden.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.snapwarden.policy.DenyPolicy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden deny-policy}: the allowlist as a preventive policy of Azure's own. */
@Command(
    name = "deny-policy",
    header = "Print the allowlist's targets as an Azure Policy that prevents other writes.",
    description = {
      "A definition that refuses the write of an AKS snapshot outside of the allowlist's targets "
          + "before it happens. Its effect is a parameter: Audit unless it is assigned with Deny. "
          + "What it cannot express is printed beside it: it never refuses what the allowlist allows, "
          + "but it lets through what only Snapwarden sees.",
      "",
      "An allowlist with more than a thousand target patterns or so is larger than Azure takes a "
          + "definition: then none is printed."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool failed",
      "2:bad usage, or a policy that cannot be used or is too large"
    },
    footer = {
      "  snapwarden deny-policy --policy policy.json > deny.json",
      "  az rest --method put --body @deny.json --url \\",
      "    /subscriptions/ID/providers/Microsoft.Authorization/policyDefinitions/aks-snapshots?api-version=2023-04-01",
      "  snapwarden deny-policy --policy policy.json --rule > rule.json"
    })
final class ShowDenyPolicy implements Callable<Integer> {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Surroundings surroundings;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "The policy file; - for standard input.")
  private String policy = "";

  @Option(
      names = "--rule",
      description = "Print the rule alone, as `az policy definition create --rules` takes it.")
  private boolean ruleAlone;

  ShowDenyPolicy(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Source file = Source.all(List.of(policy)).get(0);
    DenyPolicy deny = DenyPolicy.of(PolicyFile.policy(file, surroundings));
    if (!deny.excesses().isEmpty()) {
      throw Failure.badInput(tooLarge(deny));
    }
    JsonObject definition = deny.definition();
    surroundings
        .out()
        .line(
            GSON.toJson(
                ruleAlone
                    ? definition.getAsJsonObject("properties").get("policyRule")
                    : definition));
    deny.notes().forEach(note -> surroundings.say("note: " + note));
    return ExitCode.OK;
  }

  private static String tooLarge(DenyPolicy deny) {
    return "Azure would not take the definition, which has two conditions for each target pattern at"
        + " least:\n  "
        + String.join("\n  ", deny.excesses())
        + "\nwrite fewer and wider patterns, or make a definition for each subscription from a policy"
        + " of its own";
  }
}
