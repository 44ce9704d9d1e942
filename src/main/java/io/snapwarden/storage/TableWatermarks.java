package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Watermarks;
import io.snapwarden.storage.Rows.Written;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Watermarks in a table, a row for each subscription. */
public final class TableWatermarks implements Watermarks {

  /** The table's name. */
  public static final String TABLE = "SnapwardenSweeps";

  /** So many others would have to sweep the same subscription at once. */
  private static final int TRIES = 10;

  private static final String ROW = "watermark";
  private static final String SWEPT_UNTIL = "sweptUntil";

  private final Rows rows;

  public TableWatermarks(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Instant> sweptUntil(Guid subscription) {
    return rows.get(subscription.toString(), ROW).map(TableWatermarks::instant);
  }

  @Override
  public void advance(Guid subscription, Instant until) {
    for (int i = 0; i < TRIES; i++) {
      Optional<TableEntity> now = rows.get(subscription.toString(), ROW);
      if (now.isPresent() && !instant(now.get()).isBefore(until)) {
        return;
      }
      TableEntity next = new TableEntity(subscription.toString(), ROW);
      next.addProperty(SWEPT_UNTIL, until.toString());
      TableTransactionAction write =
          now.map(row -> Rows.replace(next, row.getETag())).orElseGet(() -> Rows.insert(next));
      if (rows.transact(List.of(write)) == Written.DONE) {
        return;
      }
    }
    throw new IllegalStateException(
        "others keep changing the watermark of subscription " + subscription);
  }

  private static Instant instant(TableEntity row) {
    try {
      return Instant.parse(Rows.string(row, SWEPT_UNTIL));
    } catch (DateTimeParseException e) {
      throw new IllegalStateException(
          "row %s/%s has no sound %s".formatted(row.getPartitionKey(), ROW, SWEPT_UNTIL), e);
    }
  }
}
