package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Budget;
import io.snapwarden.incident.BudgetJson;
import io.snapwarden.incident.Budgets;
import io.snapwarden.storage.Rows.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Budgets in a table, one row for each subscription. The version of a budget is its row's ETag. */
public final class TableBudgets implements Budgets {

  /** The table's name. */
  public static final String TABLE = "SnapwardenLimits";

  private static final String PARTITION = "budgets";

  private final Rows rows;

  public TableBudgets(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Stored> find(Guid subscription) {
    return rows.get(PARTITION, subscription.toString())
        .map(row -> new Stored(budget(row), row.getETag()));
  }

  @Override
  public boolean save(@Nullable Stored from, Budget next) {
    TableEntity row = new TableEntity(PARTITION, next.subscription().toString());
    JsonText.put(row, BudgetJson.write(next));
    return rows.transact(
            List.of(from == null ? Rows.insert(row) : Rows.replace(row, from.version())))
        == Written.DONE;
  }

  @Override
  public List<Budget> all() {
    return rows.startingWith(PARTITION, "").stream().map(TableBudgets::budget).toList();
  }

  private static Budget budget(TableEntity row) {
    return Rows.read(row, () -> BudgetJson.read(JsonText.get(row)));
  }
}
