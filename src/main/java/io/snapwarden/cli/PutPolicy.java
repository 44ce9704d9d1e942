package io.snapwarden.cli;

import io.snapwarden.event.Hash;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.policy.PolicyStore.Stored;
import io.snapwarden.policy.Problem;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden policy put}: puts a policy in force, if it can be used. */
@Command(
    name = "put",
    header = "Put a policy in force.",
    description = {
      "Checks the file as `check` does, and refuses one that cannot be used. What it replaces is "
          + "kept, and `policy versions` lists it. It counts from the next event on."
    },
    exitCodeList = {
      "0:the policy is in force",
      "1:the tool, the storage or the sign-in failed, or somebody else changed it meanwhile",
      "2:the policy cannot be used, or bad usage"
    },
    footer = {
      "  snapwarden policy put policy.json",
      "  git show HEAD~1:policy.json | snapwarden policy put -"
    })
final class PutPolicy implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "POLICY", description = "The policy file; - for standard input.")
  private String policy = "";

  PutPolicy(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Source file = Source.all(List.of(policy)).get(0);
    String text = file.text(surroundings.in());
    check(file, text);
    PolicyStore policies = OperatorStorage.of(surroundings.environment()).policies();
    Stored before = policies.current().orElse(null);
    if (before != null && before.text().equals(text)) {
      policies.keepLastGood(text);
      surroundings.out().line(before.hash() + " is in force already");
      return ExitCode.OK;
    }
    if (!policies.replace(before, text)) {
      throw Failure.overtaken(overtaken(policies.current().orElse(null)));
    }
    policies.keepLastGood(text);
    surroundings.out().line("in force  sha256:" + Hash.hex(text));
    if (before != null) {
      surroundings.out().line("before    " + before.hash());
      surroundings.out().line("kept as   " + before.version().name());
    }
    return ExitCode.OK;
  }

  private void check(Source file, String text) {
    new PolicyReader(new RemediationSpecs())
        .check(text, surroundings.clock().instant())
        .fold(
            good -> warn(file, good),
            bad -> {
              throw Failure.badInput(
                  lines(PolicyProblems.errors(file), bad.problems())
                      + "\n%s: cannot be used, and was not put: %s"
                          .formatted(file, Count.of(bad.problems().size(), "problem")));
            });
  }

  private PolicyReading.Good warn(Source file, PolicyReading.Good good) {
    surroundings.say(lines(PolicyProblems.warnings(file), good.warnings()));
    return good;
  }

  private static String lines(PolicyProblems form, List<Problem> problems) {
    return problems.stream().map(form::text).collect(Collectors.joining("\n"));
  }

  private static String overtaken(@Nullable Stored now) {
    return """
        somebody else changed the policy meanwhile, and yours was not put: %s
        look at theirs (snapwarden policy get), bring yours together with it, and put that\
        """
        .formatted(
            now == null ? "there is none now" : now.hash() + " is in force since " + now.since());
  }
}
