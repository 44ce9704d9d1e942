package io.snapwarden.incident;

import io.snapwarden.event.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps incidents and their journals; every write is all or nothing. */
public interface Incidents {

  Optional<Stored> find(IncidentId id);

  /**
   * Adds an incident with its first journal entries.
   *
   * @return empty if there is one with this id already; then nothing is written
   */
  Optional<Stored> insert(Incident incident, List<JournalEntry> journal);

  /**
   * Replaces an incident and adds to its journal.
   *
   * @return empty if somebody else saved since {@code from} was read; then nothing is written
   */
  Optional<Stored> save(Stored from, Incident next, List<JournalEntry> appended);

  /** The journal in the order of its numbers. */
  List<JournalEntry> journal(IncidentId id);

  /** The incidents about one target, in no particular order. */
  List<Incident> onTarget(ResourceId target);

  /**
   * Hands over every incident with one of these statuses, a page at a time, in no particular order.
   *
   * @param statuses empty for all
   * @throws DamagedException after all others were handed over, if some cannot be read: one line
   *     for each of them
   */
  void each(Set<Incident.Status> statuses, Consumer<Incident> to);

  /** An incident as it was read or written, with what tells whether it has changed since. */
  record Stored(Incident incident, String version) {}
}
