package io.snapwarden.incident;

import io.snapwarden.event.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Incidents in memory, as strict as the real ones. They are kept as JSON, so that a test sees what
 * a later worker would read.
 */
public final class MemoryIncidents implements Incidents {

  private final Map<IncidentId, Row> rows = new HashMap<>();
  private long writes;

  @Override
  public synchronized Optional<Stored> find(IncidentId id) {
    return Optional.ofNullable(rows.get(id)).map(Row::stored);
  }

  @Override
  public synchronized Optional<Stored> insert(Incident incident, List<JournalEntry> journal) {
    if (rows.containsKey(incident.id())) {
      return Optional.empty();
    }
    return Optional.of(write(incident, journal));
  }

  @Override
  public synchronized Optional<Stored> save(
      Stored from, Incident next, List<JournalEntry> appended) {
    if (!next.id().equals(from.incident().id())) {
      throw new IllegalArgumentException(next.id() + " cannot replace " + from.incident().id());
    }
    Row row = rows.get(next.id());
    if (row == null || !row.version().equals(from.version())) {
      return Optional.empty();
    }
    List<JournalEntry> journal = new ArrayList<>(row.journal());
    journal.addAll(appended);
    return Optional.of(write(next, journal));
  }

  private Stored write(Incident incident, List<JournalEntry> journal) {
    Row row = new Row(IncidentJson.write(incident), String.valueOf(++writes), List.copyOf(journal));
    rows.put(incident.id(), row);
    return row.stored();
  }

  @Override
  public synchronized List<JournalEntry> journal(IncidentId id) {
    Row row = rows.get(id);
    return row == null ? List.of() : row.journal();
  }

  @Override
  public synchronized List<Incident> onTarget(ResourceId target) {
    return all().stream().filter(incident -> incident.isAbout(target)).toList();
  }

  @Override
  public void each(Set<Incident.Status> statuses, Consumer<Incident> to) {
    all().stream()
        .filter(incident -> statuses.isEmpty() || statuses.contains(incident.status()))
        .forEach(to);
  }

  /** Every incident, in no particular order. */
  public synchronized List<Incident> all() {
    return rows.values().stream().map(row -> row.stored().incident()).toList();
  }

  private record Row(String json, String version, List<JournalEntry> journal) {
    Stored stored() {
      return new Stored(IncidentJson.read(json), version);
    }
  }
}
