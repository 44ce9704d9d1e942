package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Turns;
import io.snapwarden.storage.Rows.Written;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns in the table of the incidents: one row in the partition of each target. */
public final class TableTurns implements Turns {

  private static final String TURN = "turn";
  private static final String HOLDER = "holder";
  private static final String UNTIL = "until";

  private final Rows rows;

  public TableTurns(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public boolean take(IncidentId id, Instant now, Instant until) {
    TableEntity ours = new TableEntity(id.targetPart(), TURN);
    ours.addProperty(HOLDER, id.text());
    ours.addProperty(UNTIL, until.toString());
    while (true) {
      Optional<TableEntity> row = rows.get(id.targetPart(), TURN);
      if (row.isPresent() && !free(row.get(), id, now)) {
        return false;
      }
      Written written =
          rows.transact(
              List.of(
                  row.isPresent() ? Rows.replace(ours, row.get().getETag()) : Rows.insert(ours)));
      if (written == Written.DONE) {
        return true;
      }
    }
  }

  private static boolean free(TableEntity row, IncidentId id, Instant now) {
    return Rows.string(row, HOLDER).equals(id.text())
        || !now.isBefore(Instant.parse(Rows.string(row, UNTIL)));
  }

  @Override
  public void release(IncidentId id) {
    rows.get(id.targetPart(), TURN)
        .filter(row -> Rows.string(row, HOLDER).equals(id.text()))
        .ifPresent(row -> rows.transact(List.of(Rows.delete(row))));
  }
}
