package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The limit on harm: distinct targets remediated per hour and subscription, counted together by all
 * instances of the app. Safe for use by several threads.
 */
public final class Allowance {

  private final Budgets budgets;

  public Allowance(Budgets budgets) {
    this.budgets = budgets;
  }

  /** Counts the target of an incident that is about to act; the answer says whether it may. */
  Budget ask(Guid subscription, String target, int perHour, Instant now) {
    return change(subscription, budget -> budget.counting(target, perHour, now));
  }

  /** Remembers that a ticket tells of the limit. */
  void announced(Guid subscription) {
    change(subscription, Budget::withAnnounced);
  }

  /**
   * Begins anew: targets may be remediated again.
   *
   * @return what was there before
   */
  public Optional<Budget> reset(Guid subscription) {
    Optional<Budget> before = budgets.find(subscription).map(Budgets.Stored::budget);
    if (before.isPresent()) {
      change(subscription, budget -> Budget.empty(subscription));
    }
    return before;
  }

  public List<Budget> all() {
    return budgets.all();
  }

  private Budget change(Guid subscription, UnaryOperator<Budget> change) {
    while (true) {
      Optional<Budgets.Stored> stored = budgets.find(subscription);
      Budget before = stored.map(Budgets.Stored::budget).orElse(Budget.empty(subscription));
      Budget after = change.apply(before);
      if (after.equals(before) || budgets.save(stored.orElse(null), after)) {
        return after;
      }
    }
  }
}
