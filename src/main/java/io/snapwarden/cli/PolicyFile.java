package io.snapwarden.cli;

import io.snapwarden.event.Guid;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Policy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy out of a file, to decide with. */
final class PolicyFile {

  private PolicyFile() {}

  /**
   * The same, compiled.
   *
   * @param own the app's own identity; null if nobody told
   */
  static Allowlist allowlist(Source file, Surroundings surroundings, @Nullable Guid own) {
    return Allowlist.compile(policy(file, surroundings), own);
  }

  /**
   * Reads it as of the beginning of time, as the function app does: a rule that has expired still
   * decides about the events of its days.
   *
   * @throws Failure with every problem, if there is one
   */
  static Policy policy(Source file, Surroundings surroundings) {
    return new PolicyReader(new RemediationSpecs())
        .read(file.text(surroundings.in()), Instant.EPOCH)
        .fold(
            PolicyReading.Good::policy,
            bad -> {
              throw Failure.badInput(
                  bad.problems().stream()
                      .map(PolicyProblems.errors(file)::text)
                      .collect(Collectors.joining("\n")));
            });
  }
}
