package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Storm;
import io.snapwarden.incident.StormJson;
import io.snapwarden.incident.Storms;
import io.snapwarden.storage.Rows.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Callers' tickets in the table of the limits, one row for each caller. The version is the row's
 * ETag.
 */
public final class TableStorms implements Storms {

  private static final String PARTITION = "storms";

  private final Rows rows;

  public TableStorms(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Stored> find(String caller) {
    return rows.get(PARTITION, Hash.hex(caller))
        .map(
            row ->
                new Stored(Rows.read(row, () -> StormJson.read(JsonText.get(row))), row.getETag()));
  }

  @Override
  public boolean save(@Nullable Stored from, Storm next) {
    TableEntity row = new TableEntity(PARTITION, Hash.hex(next.caller()));
    JsonText.put(row, StormJson.write(next));
    return rows.transact(
            List.of(from == null ? Rows.insert(row) : Rows.replace(row, from.version())))
        == Written.DONE;
  }
}
