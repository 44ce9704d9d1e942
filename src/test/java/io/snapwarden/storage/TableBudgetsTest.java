package io.snapwarden.storage;

import io.snapwarden.incident.Budgets;
import io.snapwarden.incident.BudgetsContract;

class TableBudgetsTest extends BudgetsContract {
  @Override
  protected Budgets budgets() {
    return OnAzurite.freshAccount().budgets();
  }
}
