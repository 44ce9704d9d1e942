package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.google.gson.JsonPrimitive;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.IncidentJson;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.storage.Rows.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Incidents in a table: everything of one target in one partition, so that an incident and its
 * journal change in one transaction and can never disagree. The version of an incident is its row's
 * ETag.
 */
public final class TableIncidents implements Incidents {

  /** The table's name. */
  public static final String TABLE = "SnapwardenIncidents";

  private static final String INCIDENT = "incident_";
  private static final String JOURNAL = "journal_";

  /** Names the one call that wrote the row. */
  private static final String WRITE = "write";

  /** The version of what was written and then changed by somebody else before it had an ETag. */
  private static final String OVERTAKEN = "overtaken";

  private final Rows rows;

  public TableIncidents(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Stored> find(IncidentId id) {
    return rows.get(id.targetPart(), INCIDENT + id).map(TableIncidents::stored);
  }

  @Override
  public Optional<Stored> insert(Incident incident, List<JournalEntry> journal) {
    TableEntity row = row(incident);
    Written written = rows.transact(withJournal(Rows.insert(row), incident.id(), journal));
    return written(written, row, incident, "");
  }

  @Override
  public Optional<Stored> save(Stored from, Incident next, List<JournalEntry> appended) {
    if (!next.id().equals(from.incident().id())) {
      throw new IllegalArgumentException(next.id() + " cannot replace " + from.incident().id());
    }
    if (from.version().equals(OVERTAKEN)) {
      return Optional.empty();
    }
    TableEntity row = row(next);
    Written written =
        rows.transact(withJournal(Rows.replace(row, from.version()), next.id(), appended));
    return written(written, row, next, from.version());
  }

  /**
   * Asks the row for its ETag, which the answer to a transaction does not give (azure-data-tables
   * 12.5.9). The row also tells whether a refusal was by our own first try: its answer may get
   * lost, and then the SDK's retry meets what the first try had written.
   */
  private Optional<Stored> written(
      Written written, TableEntity ours, Incident incident, String before) {
    Optional<TableEntity> now = rows.get(ours.getPartitionKey(), ours.getRowKey(), List.of(WRITE));
    if (now.isPresent() && Rows.string(now.get(), WRITE).equals(ours.getProperty(WRITE))) {
      return Optional.of(new Stored(incident, now.get().getETag()));
    }
    if (written == Written.DONE) {
      return Optional.of(new Stored(incident, OVERTAKEN));
    }
    if (written == Written.EXISTS && now.map(TableEntity::getETag).orElse("").equals(before)) {
      // Nobody saved the incident, and still its next journal entry is there: trying again would
      // never end.
      throw new IllegalStateException(
          "the journal of incident %s has entries that its incident does not know"
              .formatted(incident.id()));
    }
    return Optional.empty();
  }

  @Override
  public List<JournalEntry> journal(IncidentId id) {
    return rows.startingWith(id.targetPart(), JOURNAL + id + "_").stream()
        .map(TableIncidents::entry)
        .toList();
  }

  @Override
  public List<Incident> onTarget(ResourceId target) {
    return rows.startingWith(IncidentId.targetPart(target), INCIDENT).stream()
        .map(row -> stored(row).incident())
        .filter(incident -> incident.isAbout(target))
        .toList();
  }

  @Override
  public void each(Set<Incident.Status> statuses, Consumer<Incident> to) {
    List<DamagedException> damaged = new ArrayList<>();
    String filter =
        statuses.stream()
            .map(status -> "status eq '%s'".formatted(status.name()))
            .sorted()
            .collect(Collectors.joining(" or "));
    rows.each(
        filter.isEmpty() ? "RowKey ge 'incident_' and RowKey lt 'incident_~'" : filter,
        row -> sound(row, damaged).ifPresent(to));
    if (!damaged.isEmpty()) {
      throw new DamagedException(
          damaged.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
    }
  }

  /** One row that cannot be read hides no other. */
  private static Optional<Incident> sound(TableEntity row, List<DamagedException> damaged) {
    try {
      return Optional.of(stored(row).incident());
    } catch (DamagedException e) {
      damaged.add(e);
      return Optional.empty();
    }
  }

  private static List<TableTransactionAction> withJournal(
      TableTransactionAction first, IncidentId id, List<JournalEntry> journal) {
    List<TableTransactionAction> actions = new ArrayList<>();
    actions.add(first);
    journal.forEach(entry -> actions.add(Rows.insert(row(id, entry))));
    return actions;
  }

  /** The other columns are for people and for queries; only the JSON is read back. */
  private static TableEntity row(Incident incident) {
    TableEntity row = new TableEntity(incident.id().targetPart(), INCIDENT + incident.id());
    JsonText.put(row, IncidentJson.write(incident));
    row.addProperty(WRITE, UUID.randomUUID().toString());
    row.addProperty("status", incident.status().name());
    row.addProperty("createdAt", incident.createdAt().toString());
    if (incident.cause() instanceof Cause.Violation violation) {
      row.addProperty("target", violation.write().target().text());
    }
    return row;
  }

  private static Stored stored(TableEntity row) {
    Incident incident = Rows.read(row, () -> IncidentJson.read(JsonText.get(row)));
    if (!row.getRowKey().equals(INCIDENT + incident.id())) {
      throw Rows.damaged(row, "it holds another incident, " + incident.id());
    }
    return new Stored(incident, row.getETag());
  }

  private static TableEntity row(IncidentId id, JournalEntry entry) {
    TableEntity row =
        new TableEntity(id.targetPart(), "%s%s_%08d".formatted(JOURNAL, id, entry.number()));
    JsonText.put(row, new JsonPrimitive(entry.text()).toString());
    row.addProperty("number", entry.number());
    row.addProperty("at", entry.at().toString());
    row.addProperty("kind", entry.kind().name());
    row.addProperty("previous", entry.previous());
    row.addProperty("hash", entry.hash());
    return row;
  }

  private static JournalEntry entry(TableEntity row) {
    return Rows.read(
        row,
        () ->
            new JournalEntry(
                Rows.integer(row, "number"),
                Instant.parse(Rows.string(row, "at")),
                JournalEntry.Kind.valueOf(Rows.string(row, "kind")),
                JsonText.parsed(row).getAsString(),
                Rows.string(row, "previous"),
                Rows.string(row, "hash")));
  }
}
