package io.snapwarden.incident;

import io.snapwarden.event.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Incidents in memory, with versions and journals as the real ones. */
public final class MemoryIncidents implements Incidents {

  private final Map<IncidentId, Stored> stored = new HashMap<>();
  private final Map<IncidentId, List<JournalEntry>> journals = new HashMap<>();
  private int versions;

  @Override
  public synchronized Optional<Stored> find(IncidentId id) {
    return Optional.ofNullable(stored.get(id));
  }

  @Override
  public synchronized Optional<Stored> insert(Incident incident, List<JournalEntry> journal) {
    return stored.containsKey(incident.id())
        ? Optional.empty()
        : Optional.of(put(incident, journal));
  }

  @Override
  public synchronized Optional<Stored> save(
      Stored from, Incident next, List<JournalEntry> appended) {
    Stored now = stored.get(next.id());
    return now == null || !now.version().equals(from.version())
        ? Optional.empty()
        : Optional.of(put(next, appended));
  }

  private Stored put(Incident incident, List<JournalEntry> journal) {
    Stored put = new Stored(incident, "v" + ++versions);
    stored.put(incident.id(), put);
    journals.computeIfAbsent(incident.id(), id -> new ArrayList<>()).addAll(journal);
    return put;
  }

  @Override
  public synchronized List<JournalEntry> journal(IncidentId id) {
    return List.copyOf(journals.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized List<Incident> onTarget(ResourceId target) {
    return all().stream()
        .filter(
            incident ->
                incident.cause() instanceof Cause.Violation violation
                    && violation.write().target().equals(target))
        .toList();
  }

  /** Everything that is there. */
  public synchronized List<Incident> all() {
    return stored.values().stream().map(Stored::incident).toList();
  }
}
