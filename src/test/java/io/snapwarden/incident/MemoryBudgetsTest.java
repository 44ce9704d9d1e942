package io.snapwarden.incident;

class MemoryBudgetsTest extends BudgetsContract {
  @Override
  protected Budgets budgets() {
    return new MemoryBudgets();
  }
}
