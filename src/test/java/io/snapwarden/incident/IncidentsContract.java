package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of incidents does. */
public abstract class IncidentsContract {

  private final Incidents incidents = incidents();

  /** The store under test. */
  protected abstract Incidents incidents();

  private static SnapshotWrite anotherWrite() {
    return Writes.aWrite().correlated(UUID.randomUUID().toString()).build();
  }

  private static List<JournalEntry> entries(Incident.JournalHead from, String... texts) {
    Claim.Line[] lines = new Claim.Line[texts.length];
    for (int i = 0; i < texts.length; i++) {
      lines[i] = Claim.Line.note(texts[i]);
    }
    return Claim.entries(from, Writes.AT, lines);
  }

  private Incidents.Stored inserted(SnapshotWrite write) {
    Incident incident = TestIncidents.of(write);
    List<JournalEntry> journal = entries(incident.journal(), "opened");
    return incidents
        .insert(incident.withJournal(Claim.head(incident.journal(), journal)), journal)
        .orElseThrow();
  }

  @Test
  void an_incident_is_found_as_it_was_inserted_and_others_are_not() {
    Incidents.Stored stored = inserted(anotherWrite());

    assertThat(incidents.find(stored.incident().id())).contains(stored);
    assertThat(incidents.find(IncidentId.of(anotherWrite()))).isEmpty();
  }

  @Test
  void a_second_insert_writes_nothing() {
    Incidents.Stored stored = inserted(anotherWrite());
    Incident other = stored.incident().withStatus(Incident.Status.STOPPED);

    Optional<Incidents.Stored> second =
        incidents.insert(other, entries(other.journal(), "another"));

    assertThat(second).isEmpty();
    assertThat(incidents.find(stored.incident().id())).contains(stored);
    assertThat(incidents.journal(stored.incident().id())).hasSize(1);
  }

  @Test
  void of_eight_who_insert_at_once_one_succeeds() throws Exception {
    SnapshotWrite write = anotherWrite();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Optional<Incidents.Stored>>> inserts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Incident incident =
          TestIncidents.of(write).withLease(new Incident.Lease("worker " + i, Writes.AT));
      inserts.add(() -> incidents.insert(incident, List.of()));
    }

    List<Future<Optional<Incidents.Stored>>> results = threads.invokeAll(inserts);

    threads.shutdown();
    long won = 0;
    for (Future<Optional<Incidents.Stored>> result : results) {
      won += result.get().isPresent() ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
  }

  @Test
  void a_save_replaces_the_incident_and_adds_to_its_journal() {
    Incidents.Stored stored = inserted(anotherWrite());
    List<JournalEntry> more = entries(stored.incident().journal(), "second", "third");
    Incident next =
        stored
            .incident()
            .withStatus(Incident.Status.CONTAINED)
            .withJournal(Claim.head(stored.incident().journal(), more));

    Optional<Incidents.Stored> saved = incidents.save(stored, next, more);

    assertThat(saved).hasValueSatisfying(s -> assertThat(s.incident()).isEqualTo(next));
    assertThat(incidents.find(next.id())).isEqualTo(saved);
    List<JournalEntry> journal = incidents.journal(next.id());
    assertThat(journal).extracting(JournalEntry::text).containsExactly("opened", "second", "third");
    assertThat(journal).allMatch(JournalEntry::sound);
    assertThat(journal.get(2).previous()).isEqualTo(journal.get(1).hash());
  }

  @Test
  void a_save_from_an_old_version_writes_neither_incident_nor_journal() {
    Incidents.Stored stored = inserted(anotherWrite());
    Incidents.Stored newer =
        incidents
            .save(stored, stored.incident().withStatus(Incident.Status.TICKETED), List.of())
            .orElseThrow();

    Optional<Incidents.Stored> late =
        incidents.save(
            stored,
            stored.incident().withStatus(Incident.Status.STOPPED),
            entries(stored.incident().journal(), "late"));

    assertThat(late).isEmpty();
    assertThat(incidents.find(stored.incident().id())).contains(newer);
    assertThat(incidents.journal(stored.incident().id())).hasSize(1);
  }

  @Test
  void a_large_incident_with_hostile_text_comes_back_whole() {
    String hostile = "<\u202E\u0000\"'\uD83D\uDE00> ".repeat(8_000);
    Incident incident = TestIncidents.of(anotherWrite()).withTicket(hostile);
    List<JournalEntry> journal = entries(incident.journal(), hostile);

    Incidents.Stored stored = incidents.insert(incident, journal).orElseThrow();

    assertThat(incidents.find(incident.id())).contains(stored);
    assertThat(incidents.journal(incident.id())).isEqualTo(journal);
  }

  @Test
  void the_incidents_of_a_target_are_found_whatever_its_case() {
    String name = "n" + UUID.randomUUID();
    SnapshotWrite first = Writes.aWrite().to(Writes.snapshot("RG", name)).correlated("1").build();
    SnapshotWrite second =
        Writes.aWrite()
            .to(Writes.snapshot("rg", name.toUpperCase(java.util.Locale.ROOT)))
            .correlated("2")
            .build();
    Incident one = inserted(first).incident();
    Incident two = inserted(second).incident();
    inserted(anotherWrite());

    assertThat(incidents.onTarget(first.target())).containsExactlyInAnyOrder(one, two);
  }
}
