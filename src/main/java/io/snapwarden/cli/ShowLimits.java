package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Allowance;
import io.snapwarden.incident.Budget;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden incidents limits}: how much was changed in each subscription. */
@Command(
    name = "limits",
    header = "Show how many targets were changed within the hour.",
    description = {
      "The policy limits how many targets Snapwarden changes in an hour and a subscription "
          + "(limits.remediatedTargetsPerHour). When one more comes, the limit has tripped: until "
          + "somebody resets it, further incidents there get a ticket and nothing else."
    },
    exitCodeList = {"0:fine", "1:the tool, the storage or the sign-in failed", "2:bad usage"},
    footer = {
      "  snapwarden incidents limits",
      "  snapwarden incidents limits --json | jq -r 'select(.tripped) | .subscription'",
      "  snapwarden incidents limits reset 55555555-5555-5555-5555-555555555555"
    })
final class ShowLimits implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(names = "--json", description = "Print JSON Lines: one object for each subscription.")
  private boolean json;

  ShowLimits(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Instant now = surroundings.clock().instant();
    List<Budget> budgets =
        new Allowance(OperatorStorage.of(surroundings.environment()).budgets())
            .all().stream()
                .sorted(Comparator.comparing(budget -> budget.subscription().toString()))
                .toList();
    if (json) {
      budgets.forEach(budget -> surroundings.out().line(SafeText.of(json(budget, now).toString())));
      return ExitCode.OK;
    }
    if (!budgets.isEmpty()) {
      Table table = new Table("subscription", "targets within the hour", "limit tripped");
      budgets.forEach(budget -> row(table, budget, now));
      table.lines().forEach(surroundings.out()::line);
    }
    surroundings.say(Count.of(budgets.size(), "subscription"));
    return ExitCode.OK;
  }

  private static void row(Table table, Budget budget, Instant now) {
    Instant tripped = budget.tripped();
    table.row(
        budget.subscription().toString(),
        Integer.toString(budget.within(now)),
        tripped == null ? "no" : "since " + tripped);
  }

  private static JsonObject json(Budget budget, Instant now) {
    Instant tripped = budget.tripped();
    JsonObject json = new JsonObject();
    json.addProperty("subscription", budget.subscription().toString());
    json.addProperty("targetsWithinHour", budget.within(now));
    json.addProperty("tripped", tripped == null ? null : tripped.toString());
    json.addProperty("announced", budget.announced());
    return json;
  }
}
