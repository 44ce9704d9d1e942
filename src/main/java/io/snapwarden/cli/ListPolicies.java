package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.policy.PolicyStore.Stored;
import io.snapwarden.policy.PolicyStore.Version;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden policy versions}: the policy in force and those before it. */
@Command(
    name = "versions",
    header = "List the policy in force and those before it, the newest first.",
    description = "Of each its name, since when it was in force, and how its SHA-256 begins.",
    footer = {
      "  snapwarden policy versions",
      "  snapwarden policy versions --json | jq -r 'select(.inForce | not) | .version'"
    })
final class ListPolicies implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(names = "--json", description = "Print JSON Lines: one object for each version.")
  private boolean json;

  ListPolicies(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PolicyStore policies = OperatorStorage.of(surroundings.environment()).policies();
    Optional<Version> inForce = policies.current().map(Stored::version);
    inForce.ifPresent(version -> print(version, true));
    policies.versions().stream()
        // A put that was cut short has kept it, but not replaced it.
        .filter(version -> !version.equals(inForce.orElse(null)))
        .forEach(version -> print(version, false));
    if (inForce.isEmpty() && !json) {
      surroundings.say("no policy is in force but the one packaged with the app");
    }
    return ExitCode.OK;
  }

  private void print(Version version, boolean inForce) {
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("version", version.name());
      line.addProperty("since", version.since().toString());
      line.addProperty("sha256", version.digits());
      line.addProperty("inForce", inForce);
      surroundings.out().line(line.toString());
    } else {
      surroundings
          .out()
          .line(
              "%s  %s  sha256:%s…%s"
                  .formatted(
                      version.name(),
                      version.since(),
                      version.digits(),
                      inForce ? "  in force" : ""));
    }
  }
}
