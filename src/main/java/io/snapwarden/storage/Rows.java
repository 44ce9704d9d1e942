package io.snapwarden.storage;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.google.gson.JsonParseException;
import io.snapwarden.incident.DamagedException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One table: rows by key, and transactions within a partition.
 *
 * <p>Answers are told apart by their error codes: the exception of a failed transaction carries no
 * HTTP response (azure-data-tables 12.5.9).
 */
final class Rows {

  /** How a transaction ended. */
  enum Written {
    DONE,
    /** Nothing was done: a row to be inserted is there already. */
    EXISTS,
    /** Nothing was done: a row has changed since it was read. */
    CHANGED,
    /** Nothing was done: a row to be changed or deleted is not there. */
    MISSING
  }

  private static final int NOT_FOUND = 404;

  private final TableClient table;

  Rows(TableClient table) {
    this.table = table;
  }

  Optional<TableEntity> get(String partition, String row) {
    return get(partition, row, null);
  }

  /**
   * A row, or only some of its columns.
   *
   * @param columns null for all
   */
  Optional<TableEntity> get(String partition, String row, @Nullable List<String> columns) {
    try {
      return Optional.of(
          table.getEntityWithResponse(partition, row, columns, null, Context.NONE).getValue());
    } catch (TableServiceException e) {
      if (tableMissing(e) || refusal(e) == Written.MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The rows of a partition whose keys begin so, in the order of their keys. */
  List<TableEntity> startingWith(String partition, String prefix) {
    List<TableEntity> found = new ArrayList<>();
    each(beginning(partition, prefix), found::add);
    return found;
  }

  private static String beginning(String partition, String prefix) {
    return "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s~'"
        .formatted(partition, prefix, prefix);
  }

  /** Whether any key of a partition begins so. */
  boolean any(String partition, String prefix) {
    ListEntitiesOptions first =
        new ListEntitiesOptions().setFilter(beginning(partition, prefix)).setTop(1);
    return query(() -> table.listEntities(first, null, null).iterator().hasNext());
  }

  /** Every row that passes the filter, a page at a time. */
  void each(String filter, Consumer<TableEntity> to) {
    ListEntitiesOptions options = new ListEntitiesOptions().setFilter(filter);
    query(
        () -> {
          table.listEntities(options, null, null).forEach(to);
          return true;
        });
  }

  private static boolean query(BooleanSupplier query) {
    try {
      return query.getAsBoolean();
    } catch (HttpResponseException e) {
      // A query that finds no rows is no error, so 404 is about the table. The exception is not the
      // one that the other calls throw, and carries no public error code.
      if (e.getResponse() == null || e.getResponse().getStatusCode() != NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  /** All of it or nothing. */
  Written transact(List<TableTransactionAction> actions) {
    try {
      Missing.createdIf(
          Rows::tableMissing, this::createTable, () -> table.submitTransaction(actions));
      return Written.DONE;
    } catch (TableServiceException e) {
      Written refusal = refusal(e);
      if (refusal == null) {
        throw e;
      }
      return refusal;
    }
  }

  static TableTransactionAction insert(TableEntity row) {
    return new TableTransactionAction(TableTransactionActionType.CREATE, row);
  }

  /** Replaces the row if it is still the one with this ETag. */
  static TableTransactionAction replace(TableEntity row, String etag) {
    row.addProperty("odata.etag", etag);
    return new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, row, true);
  }

  /** Sets the columns that are given, whatever else happened to the row. */
  static TableTransactionAction update(TableEntity row) {
    return new TableTransactionAction(TableTransactionActionType.UPDATE_MERGE, row, false);
  }

  /** Sets the columns that are given if the row is still the one with this ETag. */
  static TableTransactionAction update(TableEntity row, String etag) {
    row.addProperty("odata.etag", etag);
    return new TableTransactionAction(TableTransactionActionType.UPDATE_MERGE, row, true);
  }

  /** Writes the row, whatever is there. */
  static TableTransactionAction put(TableEntity row) {
    return new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, row);
  }

  /** Deletes the row, whatever is in it. */
  static TableTransactionAction remove(TableEntity row) {
    return new TableTransactionAction(TableTransactionActionType.DELETE, row, false);
  }

  /** Deletes the row if it is still as it was read. */
  static TableTransactionAction delete(TableEntity row) {
    return new TableTransactionAction(TableTransactionActionType.DELETE, row, true);
  }

  /**
   * A column's text.
   *
   * @throws DamagedException if the row has none: somebody else wrote it
   */
  static String string(TableEntity row, String column) {
    if (row.getProperty(column) instanceof String text) {
      return text;
    }
    throw damaged(row, "it has no sound " + column);
  }

  /**
   * A column's number.
   *
   * @throws DamagedException if the row has none: somebody else wrote it
   */
  static int integer(TableEntity row, String column) {
    if (row.getProperty(column) instanceof Integer number) {
      return number;
    }
    throw damaged(row, "it has no sound " + column);
  }

  /**
   * What a row holds.
   *
   * @throws DamagedException if the reader stumbles: somebody else wrote it
   */
  static <T> T read(TableEntity row, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (DamagedException e) {
      throw e;
    } catch (IllegalArgumentException
        | IllegalStateException
        | DateTimeException
        | UnsupportedOperationException
        | JsonParseException e) {
      throw damaged(row, String.valueOf(e.getMessage()), e);
    }
  }

  static DamagedException damaged(TableEntity row, String what) {
    return damaged(row, what, null);
  }

  private static DamagedException damaged(
      TableEntity row, String what, @Nullable RuntimeException cause) {
    return new DamagedException(
        "row %s of partition %s: %s".formatted(row.getRowKey(), row.getPartitionKey(), what),
        cause);
  }

  /** Several instances of the app may find at once that it is missing. */
  private void createTable() {
    try {
      table.createTable();
    } catch (TableServiceException e) {
      if (!is(e, TableErrorCode.TABLE_ALREADY_EXISTS)) {
        throw e;
      }
    }
  }

  private static boolean tableMissing(RuntimeException e) {
    return e instanceof TableServiceException service
        && is(service, TableErrorCode.TABLE_NOT_FOUND);
  }

  private static @Nullable Written refusal(TableServiceException e) {
    if (is(e, TableErrorCode.ENTITY_ALREADY_EXISTS)) {
      return Written.EXISTS;
    }
    if (is(e, TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED)) {
      return Written.CHANGED;
    }
    return is(e, TableErrorCode.RESOURCE_NOT_FOUND) || is(e, TableErrorCode.ENTITY_NOT_FOUND)
        ? Written.MISSING
        : null;
  }

  private static boolean is(TableServiceException e, TableErrorCode code) {
    return e.getValue() != null && code.equals(e.getValue().getErrorCode());
  }
}
