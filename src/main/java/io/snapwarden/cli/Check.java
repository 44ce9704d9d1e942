package io.snapwarden.cli;

import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Policy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.policy.Problem;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden check}: whether a policy can be used, and what is wrong with it. */
@Command(
    name = "check",
    header = "Validate a policy.",
    description = {
      "Prints every problem and warning with its place, as FILE:LINE:COLUMN: PATH: MESSAGE. "
          + "A policy with warnings alone can be used.",
      "",
      "Warns of rules that expire soon or never, that an earlier rule makes needless, and, given a "
          + "history or a role, of rules that allowed nothing and of rights that are missing."
    },
    exitCodeList = {
      "0:the policy can be used",
      "1:the tool failed",
      "2:the policy cannot be used, or bad usage"
    },
    footer = {
      "  snapwarden check policy.json",
      "  git show HEAD:policy.json | snapwarden check -",
      "  snapwarden check --json policy.json | jq -r .message",
      "  snapwarden check policy.json --history activity.jsonl --role role.json",
      "  snapwarden check --schema > policy.schema.json"
    })
final class Check implements Callable<Integer> {

  private final Surroundings surroundings;

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(
      names = "--history",
      paramLabel = "EVENTS",
      description =
          "Warn of rules that allowed no event of this file, in any form that decide reads. May be "
              + "repeated.")
  private List<String> history = List.of();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "Warn of actions that the remediations need and this role definition does not grant: "
              + "what `snapwarden role` prints, or `az role definition list` answers.")
  private @Nullable String role;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "With --role: how far the app's setting SNAPWARDEN_MODE lets any response go "
              + "(default: remediate).")
  private Mode cap = Mode.REMEDIATE;

  @Option(names = "--json", description = "Print JSON Lines: one object for each problem.")
  private boolean json;

  Check(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What to print about. */
  static final class Subject {
    @Parameters(paramLabel = "POLICY", description = "The policy file; - for standard input.")
    @Nullable String policy;

    @Option(names = "--schema", description = "Print the JSON Schema of policies, for editors.")
    boolean schema;
  }

  @Override
  public Integer call() throws IOException {
    return subject.policy == null ? printSchema() : check(subject.policy);
  }

  private int check(String name) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(history);
    if (role != null) {
      names.add(role);
    }
    List<Source> sources = Source.all(names);
    Source file = sources.get(0);
    String text = file.text(surroundings.in());
    return new PolicyReader(new RemediationSpecs())
        .check(text, surroundings.clock().instant())
        .fold(
            good -> good(file, good, used(good.policy(), text, sources)),
            bad -> bad(file, bad.problems()));
  }

  private List<Problem> used(Policy policy, String text, List<Source> sources) {
    PolicyUse use = new PolicyUse(policy, text);
    if (!history.isEmpty()) {
      use.against(sources.subList(1, 1 + history.size()), surroundings.in());
    }
    if (role != null) {
      Source granted = sources.get(sources.size() - 1);
      use.against(GrantedRole.read(granted, granted.text(surroundings.in())), cap);
    }
    return use.warnings();
  }

  private int good(Source file, PolicyReading.Good good, List<Problem> more) {
    List<Problem> warnings = new ArrayList<>(good.warnings());
    warnings.addAll(more);
    warnings.sort(Comparator.comparingInt(Problem::line));
    print(PolicyProblems.warnings(file), warnings);
    Policy policy = good.policy();
    summarise(
        "%s: can be used: %s, %s; %s"
            .formatted(
                file,
                Count.of(policy.allow().size(), "allow rule"),
                Count.of(policy.responses().size(), "response"),
                Count.of(warnings.size(), "warning")));
    return ExitCode.OK;
  }

  private int bad(Source file, List<Problem> problems) {
    print(PolicyProblems.errors(file), problems);
    summarise("%s: cannot be used: %s".formatted(file, Count.of(problems.size(), "problem")));
    return ExitCode.USAGE;
  }

  private void print(PolicyProblems form, List<Problem> problems) {
    problems.forEach(
        problem -> surroundings.out().line(json ? form.json(problem) : form.text(problem)));
  }

  private void summarise(String summary) {
    if (!json) {
      surroundings.say(summary);
    }
  }

  private int printSchema() throws IOException {
    try (InputStream schema = Policy.class.getResourceAsStream("policy.schema.json")) {
      if (schema == null) {
        throw new IllegalStateException("the jar lacks policy.schema.json");
      }
      surroundings.out().line(new String(schema.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
    return ExitCode.OK;
  }
}
