package io.snapwarden.cli;

import io.snapwarden.policy.PolicyStore;
import io.snapwarden.policy.PolicyStore.Stored;
import io.snapwarden.policy.PolicyStore.Version;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden policy get}: prints the policy, or one that was. */
@Command(
    name = "get",
    header = "Print the policy that is in force, or one that was.",
    description = "Prints it as it was put, character by character.",
    footer = {
      "  snapwarden policy get > policy.json",
      "  snapwarden policy get --version 20261120T091500Z-0123456789ab | \\",
      "    diff - policy.json"
    })
final class GetPolicy implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--version",
      paramLabel = "NAME",
      description = "The version that was in force, as `policy versions` names it.")
  private @Nullable String version;

  GetPolicy(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<Version> wanted = Optional.ofNullable(version).map(GetPolicy::version);
    PolicyStore policies = OperatorStorage.of(surroundings.environment()).policies();
    surroundings
        .out()
        .text(wanted.isEmpty() ? inForce(policies) : replaced(policies, wanted.get()));
    return ExitCode.OK;
  }

  private static String inForce(PolicyStore policies) {
    return policies
        .current()
        .map(Stored::text)
        .orElseThrow(
            () ->
                Failure.badInput(
                    "no policy was put yet: the one packaged with the app counts, in which nobody"
                        + " is allowed anything; put one with `snapwarden policy put`"));
  }

  private static String replaced(PolicyStore policies, Version wanted) {
    return policies
        .version(wanted)
        .or(() -> policies.current().filter(now -> now.version().equals(wanted)).map(Stored::text))
        .orElseThrow(
            () ->
                Failure.badInput(
                    "there is no version %s: see `snapwarden policy versions`"
                        .formatted(wanted.name())));
  }

  private static Version version(String name) {
    return Version.parse(name)
        .orElseThrow(
            () ->
                Failure.badInput(
                    "\"%s\" names no version, as in 20261120T091500Z-0123456789ab: see"
                            .formatted(name)
                        + " `snapwarden policy versions`"));
  }
}
