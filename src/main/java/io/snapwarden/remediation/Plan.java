package io.snapwarden.remediation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a remediation finds when it looks at Azure: changes to make, or where it stands without any.
 */
public sealed interface Plan {

  /** These changes, in this order, would bring Azure to the desired state. */
  record Changes(List<Change> changes) implements Plan {
    public Changes {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("a plan without changes is settled");
      }
    }
  }

  /** There is nothing to change now. */
  record Settled(Outcome outcome) implements Plan {}

  static Plan settled(Outcome outcome) {
    return new Settled(outcome);
  }

  static Plan changes(Change... changes) {
    return new Changes(List.of(changes));
  }

  /**
   * Several plans as one. What can be changed is changed first, whatever stands in the way of the
   * others; then the least good outcome counts, with all that there is to say.
   */
  static Plan together(List<Plan> plans) {
    List<Change> changes = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Plan plan : plans) {
      if (plan instanceof Changes some) {
        changes.addAll(some.changes());
      } else {
        outcomes.add(((Settled) plan).outcome());
      }
    }
    if (!changes.isEmpty()) {
      return new Changes(changes);
    }
    if (outcomes.isEmpty()) {
      return settled(new Outcome.Done("there is nothing to do it to"));
    }
    Outcome worst = outcomes.stream().max(Comparator.comparing(Outcome::gravity)).orElseThrow();
    String details =
        outcomes.stream()
            .sorted(Comparator.comparing(Outcome::gravity).reversed())
            .map(Outcome::detail)
            .distinct()
            .collect(Collectors.joining("; "));
    return settled(worst.saying(details));
  }
}
