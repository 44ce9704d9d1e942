package io.snapwarden.cli;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Allowance;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Budget;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents limits reset}: targets may be changed again. */
@Command(
    name = "reset",
    header = "Let targets of a subscription be changed again.",
    description = {
      "Counts from zero again. Incidents that were held back stay so until each is tried again with "
          + "`incidents retry`; they are listed."
    },
    exitCodeList = {
      "0:reset",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, or nothing was counted there"
    },
    footer = "  snapwarden incidents limits reset 55555555-5555-5555-5555-555555555555")
final class ResetLimit implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "SUBSCRIPTION", description = "The subscription's id.")
  private Guid subscription = new Guid(0, 0);

  ResetLimit(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    OperatorStorage storage = OperatorStorage.of(surroundings.environment());
    Budget before =
        new Allowance(storage.budgets())
            .reset(subscription)
            .orElseThrow(
                () ->
                    Failure.badInput(
                        "nothing was counted in subscription %s; see `snapwarden incidents limits`"
                            .formatted(subscription)));
    Instant tripped = before.tripped();
    surroundings
        .out()
        .line(
            "reset: subscription %s had %s within the hour, and its limit %s"
                .formatted(
                    subscription,
                    Count.of(before.within(surroundings.clock().instant()), "changed target"),
                    tripped == null ? "had not tripped" : "had tripped at " + tripped));
    List<Incident> held = held(storage.incidents());
    if (!held.isEmpty()) {
      surroundings.out().line("Held back until each is tried again:");
      held.forEach(
          incident ->
              surroundings
                  .out()
                  .line(
                      SafeText.of(
                          "  snapwarden incidents retry %s  # %s"
                              .formatted(incident.id(), incident.hold()))));
    }
    return ExitCode.OK;
  }

  private List<Incident> held(Incidents incidents) {
    List<Incident> held = new ArrayList<>();
    incidents.each(
        Set.of(),
        incident -> {
          if (!incident.hold().isEmpty() && !rejected(incident) && isHere(incident)) {
            held.add(incident);
          }
        });
    held.sort(Comparator.comparing(Incident::createdAt));
    return held;
  }

  /** That hold was a person's decision, and has nothing to do with the limit. */
  private static boolean rejected(Incident incident) {
    Approval approval = incident.approval();
    return approval != null && approval.decision() != null && !approval.decision().approved();
  }

  private boolean isHere(Incident incident) {
    return incident.cause() instanceof Cause.Violation violation
        && violation.write().target().subscription().equals(subscription);
  }
}
