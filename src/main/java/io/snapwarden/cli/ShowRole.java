package io.snapwarden.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Policy;
import io.snapwarden.remediation.playbook.LeastRole;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden role}: the least rights that a policy needs. */
@Command(
    name = "role",
    header = "Print the least custom role that a policy needs.",
    description = {
      "A role definition as Azure takes it: what the remediations of the policy's responses do "
          + "where they may act, what they read where they are only planned, and what reading the "
          + "live snapshot and the Activity Log takes. A policy that only observes needs no action "
          + "that writes anything.",
      "",
      "It can be assigned in the subscriptions that the policy's patterns name, unless --scope says "
          + "otherwise. Azure has no narrower actions: whoever may write one lock may write every "
          + "lock within the scope.",
      "",
      "Taking back (incidents undo) needs the rights with which it was done. Before you replace a "
          + "role by a lesser one, for another policy or a lower mode, see that nothing is left to "
          + "take back and that no incident is under way."
    },
    exitCodeList = {"0:fine", "1:the tool failed", "2:bad usage, or a policy that cannot be used"},
    footer = {
      "  snapwarden role --policy policy.json > role.json",
      "  az role definition create --role-definition role.json",
      "  snapwarden role --policy policy.json --mode observe --explain"
    })
final class ShowRole implements Callable<Integer> {

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
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How far the app's setting SNAPWARDEN_MODE lets any response go: observe, ticket, "
              + "approve or remediate (default: remediate).")
  private Mode mode = Mode.REMEDIATE;

  @Option(
      names = "--scope",
      paramLabel = "ID",
      description =
          "Where it can be assigned: a subscription's or a resource group's id. May be repeated.")
  private @Nullable List<String> scopes;

  @Option(names = "--name", paramLabel = "NAME", description = "Its name (default: Snapwarden).")
  private String name = "Snapwarden";

  @Option(names = "--explain", description = "Print each action with why it is needed instead.")
  private boolean explain;

  ShowRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Source file = Source.all(List.of(policy)).get(0);
    Policy read = PolicyFile.policy(file, surroundings);
    LeastRole role = LeastRole.of(read.responses(), mode);
    if (explain) {
      explain(role);
    } else {
      surroundings.out().line(GSON.toJson(definition(role, read)));
    }
    return ExitCode.OK;
  }

  private void explain(LeastRole role) {
    for (String action : role.actions()) {
      surroundings.out().line(action);
      role.reasons(action).forEach(reason -> surroundings.out().line("    " + reason));
    }
  }

  /** In the letters that {@code az role definition create} takes. */
  private JsonObject definition(LeastRole role, Policy read) {
    JsonObject json = new JsonObject();
    json.addProperty("Name", name);
    json.addProperty("IsCustom", true);
    json.addProperty(
        "Description",
        "Lets Snapwarden look at AKS snapshots and at the Activity Log, and do what its policy"
            + " needs.");
    json.add("Actions", list(role.actions()));
    json.add("NotActions", new JsonArray());
    json.add("DataActions", new JsonArray());
    json.add("NotDataActions", new JsonArray());
    json.add("AssignableScopes", list(scopes == null ? subscriptions(read) : scopes));
    return json;
  }

  private static List<String> subscriptions(Policy read) {
    List<String> found =
        read.subscriptions().stream().map(each -> "/subscriptions/" + each).toList();
    if (found.isEmpty()) {
      throw Failure.badInput(
          "the policy names no subscription: say with --scope where the role can be assigned");
    }
    return found;
  }

  private static JsonArray list(Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
