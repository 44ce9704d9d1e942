package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.Copy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What desks were told, in the table of the tickets: a row for each ticket and desk, in the
 * ticket's partition. The version of a copy is its row's ETag.
 */
public final class TableCopies implements Copies {

  static final String PREFIX = "copy_";

  private final Rows rows;

  public TableCopies(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Stored> find(String ticket, String desk) {
    return TicketKey.parse(ticket)
        .flatMap(key -> rows.get(key.partition(), key.copyRows() + desk))
        .map(row -> new Stored(copy(row), row.getETag()));
  }

  @Override
  public Optional<Stored> save(@Nullable Stored from, Copy next) {
    TicketKey key =
        TicketKey.parse(next.ticket())
            .orElseThrow(() -> new IllegalArgumentException("there is no ticket " + next.ticket()));
    TableEntity row = new TableEntity(key.partition(), key.copyRows() + next.desk());
    JsonText.put(row, CopyJson.write(next));
    rows.transact(List.of(from == null ? Rows.insert(row) : Rows.replace(row, from.version())));
    // Whatever the answer was, or if it got lost: what stands there now says whether it was saved.
    return find(next.ticket(), next.desk()).filter(stored -> stored.copy().equals(next));
  }

  @Override
  public List<Copy> of(String ticket) {
    return TicketKey.parse(ticket)
        .map(key -> rows.startingWith(key.partition(), key.copyRows()))
        .orElse(List.of())
        .stream()
        .map(TableCopies::copy)
        .toList();
  }

  @Override
  public void each(Consumer<Copy> to) {
    rows.each(
        "RowKey ge '%s' and RowKey lt '%s~'".formatted(PREFIX, PREFIX),
        row -> to.accept(copy(row)));
  }

  private static Copy copy(TableEntity row) {
    return Rows.read(row, () -> CopyJson.read(JsonText.parsed(row).getAsJsonObject()));
  }
}
