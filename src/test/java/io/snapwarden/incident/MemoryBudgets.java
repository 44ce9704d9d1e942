package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Budgets in memory. */
public final class MemoryBudgets implements Budgets {

  private final Map<Guid, Stored> budgets = new HashMap<>();
  private long writes;

  @Override
  public synchronized Optional<Stored> find(Guid subscription) {
    return Optional.ofNullable(budgets.get(subscription));
  }

  @Override
  public synchronized boolean save(@Nullable Stored from, Budget next) {
    Stored now = budgets.get(next.subscription());
    String version = now == null ? "" : now.version();
    if (!version.equals(from == null ? "" : from.version())) {
      return false;
    }
    Budget read = BudgetJson.read(BudgetJson.write(next));
    budgets.put(next.subscription(), new Stored(read, String.valueOf(++writes)));
    return true;
  }

  @Override
  public synchronized List<Budget> all() {
    return budgets.values().stream().map(Stored::budget).toList();
  }
}
