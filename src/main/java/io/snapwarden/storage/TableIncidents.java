package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.IncidentJson;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Incidents in a table: everything of one target in one partition, so that an incident and its
 * journal change in one transaction and can never disagree.
 */
public final class TableIncidents implements Incidents {

  /** The table's name. */
  public static final String TABLE = "SnapwardenIncidents";

  /** No row's ETag: somebody saved between our write and our look, so our next save must fail. */
  private static final String SUPERSEDED = "W/\"superseded\"";

  private static final String INCIDENT = "incident_";
  private static final String JOURNAL = "journal_";

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
    List<TableTransactionAction> actions = new ArrayList<>();
    actions.add(Rows.insert(row(incident)));
    journal.forEach(entry -> actions.add(Rows.insert(row(incident.id(), entry))));
    return written(rows.transact(actions), incident);
  }

  @Override
  public Optional<Stored> save(Stored from, Incident next, List<JournalEntry> appended) {
    TableEntity row = row(next);
    row.addProperty("odata.etag", from.version());
    List<TableTransactionAction> actions = new ArrayList<>();
    actions.add(Rows.replace(row));
    appended.forEach(entry -> actions.add(Rows.insert(row(next.id(), entry))));
    return written(rows.transact(actions), next);
  }

  /**
   * Reads back what was written, for a transaction does not tell the new ETag. The same look tells
   * a conflict with ourselves, when an answer got lost and the retry met what the first try had
   * written: each text is written once, for it holds its worker's name and lease, so what reads the
   * same is ours.
   */
  private Optional<Stored> written(boolean done, Incident incident) {
    String ours = IncidentJson.write(incident);
    Optional<Stored> now =
        find(incident.id()).filter(stored -> IncidentJson.write(stored.incident()).equals(ours));
    return done ? Optional.of(now.orElse(new Stored(incident, SUPERSEDED))) : now;
  }

  @Override
  public List<JournalEntry> journal(IncidentId id) {
    String from = JOURNAL + id + "_";
    return rows.range(id.targetPart(), from, from + "~").stream()
        .map(TableIncidents::entry)
        .toList();
  }

  @Override
  public List<Incident> onTarget(ResourceId target) {
    return rows.range(IncidentId.targetPart(target), INCIDENT, INCIDENT + "~").stream()
        .map(row -> stored(row).incident())
        .filter(
            incident ->
                incident.cause() instanceof Cause.Violation violation
                    && violation.write().target().equals(target))
        .toList();
  }

  private static TableEntity row(Incident incident) {
    TableEntity row = new TableEntity(incident.id().targetPart(), INCIDENT + incident.id());
    LongText.put(row, IncidentJson.write(incident));
    row.addProperty("status", incident.status().name());
    row.addProperty("createdAt", incident.createdAt().toString());
    return row;
  }

  private static Stored stored(TableEntity row) {
    return new Stored(IncidentJson.read(LongText.get(row)), row.getETag());
  }

  private static TableEntity row(IncidentId id, JournalEntry entry) {
    TableEntity row =
        new TableEntity(id.targetPart(), "%s%s_%08d".formatted(JOURNAL, id, entry.number()));
    LongText.put(row, entry.text());
    row.addProperty("number", entry.number());
    row.addProperty("at", entry.at().toString());
    row.addProperty("kind", entry.kind().name());
    row.addProperty("previous", entry.previous());
    row.addProperty("hash", entry.hash());
    return row;
  }

  private static JournalEntry entry(TableEntity row) {
    return new JournalEntry(
        (Integer) row.getProperty("number"),
        Instant.parse((String) row.getProperty("at")),
        JournalEntry.Kind.valueOf((String) row.getProperty("kind")),
        LongText.get(row),
        (String) row.getProperty("previous"),
        (String) row.getProperty("hash"));
  }
}
