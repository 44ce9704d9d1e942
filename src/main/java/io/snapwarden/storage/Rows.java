package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.data.tables.models.TableTransactionFailedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One table: rows by key, and transactions within a partition. */
final class Rows {

  private static final int NOT_FOUND = 404;

  private final TableClient table;

  Rows(TableClient table) {
    this.table = table;
  }

  Optional<TableEntity> get(String partition, String row) {
    try {
      return Optional.of(existing(() -> table.getEntity(partition, row)));
    } catch (TableServiceException e) {
      if (status(e) == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The rows of a partition from one key up to, but without, another. */
  List<TableEntity> range(String partition, String from, String to) {
    String filter =
        "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'".formatted(partition, from, to);
    return existing(
        () ->
            table.listEntities(new ListEntitiesOptions().setFilter(filter), null, null).stream()
                .toList());
  }

  /**
   * All of it or nothing.
   *
   * @return whether it was done; if not, a row was there that should not be, or had changed
   */
  boolean transact(List<TableTransactionAction> actions) {
    try {
      existing(() -> table.submitTransaction(actions));
      return true;
    } catch (TableTransactionFailedException e) {
      if (conflict(e)) {
        return false;
      }
      throw e;
    }
  }

  static TableTransactionAction insert(TableEntity entity) {
    return new TableTransactionAction(TableTransactionActionType.CREATE, entity);
  }

  /** Replaces the row that the entity's ETag names. */
  static TableTransactionAction replace(TableEntity entity) {
    return new TableTransactionAction(TableTransactionActionType.UPDATE_REPLACE, entity, true);
  }

  /** Deletes the row that the entity's ETag names. */
  static TableTransactionAction delete(TableEntity entity) {
    return new TableTransactionAction(TableTransactionActionType.DELETE, entity, true);
  }

  private <T> T existing(Supplier<T> work) {
    return Missing.createdIf(Rows::tableMissing, this::create, work);
  }

  private void create() {
    try {
      table.createTable();
    } catch (TableServiceException e) {
      if (!hasCode(e, TableErrorCode.TABLE_ALREADY_EXISTS)) {
        throw e;
      }
    }
  }

  private static boolean tableMissing(RuntimeException e) {
    return e instanceof TableServiceException service
        && hasCode(service, TableErrorCode.TABLE_NOT_FOUND);
  }

  private static boolean hasCode(TableServiceException e, TableErrorCode code) {
    return e.getValue() != null && code.equals(e.getValue().getErrorCode());
  }

  private static boolean conflict(TableServiceException e) {
    return hasCode(e, TableErrorCode.ENTITY_ALREADY_EXISTS)
        || hasCode(e, TableErrorCode.UPDATE_CONDITION_NOT_SATISFIED)
        || hasCode(e, TableErrorCode.RESOURCE_NOT_FOUND)
        || hasCode(e, TableErrorCode.ENTITY_NOT_FOUND);
  }

  private static int status(TableServiceException e) {
    return e.getResponse() == null ? 0 : e.getResponse().getStatusCode();
  }
}
