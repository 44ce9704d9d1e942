package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.JournalHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of incidents does. */
public abstract class IncidentsContract {

  private final Incidents incidents = incidents();

  /** The store under test. */
  protected abstract Incidents incidents();

  private static SnapshotWrite anotherWrite() {
    return Writes.aWrite().correlated(UUID.randomUUID().toString()).build();
  }

  private static List<JournalEntry> entries(JournalHead from, String... texts) {
    Claim.Line[] lines = new Claim.Line[texts.length];
    for (int i = 0; i < texts.length; i++) {
      lines[i] = Claim.Line.note(texts[i]);
    }
    return Claim.entries(from, Writes.AT, lines);
  }

  private Incidents.Stored inserted(SnapshotWrite write) {
    Incident incident = TestIncidents.of(write);
    List<JournalEntry> journal = entries(incident.journal(), "opened");
    return incidents.insert(Claim.journaled(incident, journal), journal).orElseThrow();
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
    Incident other = TestIncidents.with(stored.incident(), Incident.Status.STOPPED);

    Optional<Incidents.Stored> second =
        incidents.insert(other, entries(other.journal(), "another"));

    assertThat(second).isEmpty();
    assertThat(incidents.find(stored.incident().id())).contains(stored);
    assertThat(incidents.journal(stored.incident().id())).hasSize(1);
  }

  @Test
  void of_eight_who_insert_at_once_one_succeeds_even_if_all_insert_the_same() {
    Incident incident = TestIncidents.of(anotherWrite());

    List<Optional<Incidents.Stored>> inserted =
        AtOnce.times(8, i -> incidents.insert(incident, List.of()));

    assertThat(inserted).filteredOn(Optional::isPresent).hasSize(1);
  }

  @Test
  void of_eight_who_save_at_once_one_succeeds_and_only_its_journal_is_kept() {
    Incidents.Stored stored = inserted(anotherWrite());
    JournalHead head = stored.incident().journal();

    List<Optional<Incidents.Stored>> saved =
        AtOnce.times(
            8,
            i -> {
              List<JournalEntry> more = entries(head, "by " + i);
              return incidents.save(stored, Claim.journaled(stored.incident(), more), more);
            });

    assertThat(saved).filteredOn(Optional::isPresent).hasSize(1);
    Incident winner = saved.stream().flatMap(Optional::stream).findFirst().orElseThrow().incident();
    assertThat(incidents.find(winner.id()).orElseThrow().incident()).isEqualTo(winner);
    assertThat(incidents.journal(winner.id()))
        .hasSize(2)
        .last()
        .satisfies(last -> assertThat(last.hash()).isEqualTo(winner.journal().hash()));
  }

  @Test
  void of_eight_who_only_take_hold_of_it_at_once_one_succeeds() {
    Incidents.Stored stored = inserted(anotherWrite());
    Incident held =
        stored.incident().with(draft -> draft.lease = new Incident.Lease("somebody", Writes.AT));

    List<Optional<Incidents.Stored>> saved =
        AtOnce.times(8, i -> incidents.save(stored, held, List.of()));

    assertThat(saved).filteredOn(Optional::isPresent).hasSize(1);
  }

  @Test
  void an_incident_that_is_not_there_cannot_be_saved() {
    Incident incident = TestIncidents.of(anotherWrite());
    Incidents.Stored elsewhere = inserted(anotherWrite());

    assertThat(
            incidents.save(
                new Incidents.Stored(incident, elsewhere.version()), incident, List.of()))
        .isEmpty();
    assertThat(incidents.find(incident.id())).isEmpty();
  }

  @Test
  void an_incident_cannot_be_saved_in_place_of_another() {
    Incidents.Stored stored = inserted(anotherWrite());
    Incident other = TestIncidents.of(anotherWrite());

    assertThatIllegalArgumentException().isThrownBy(() -> incidents.save(stored, other, List.of()));
  }

  @Test
  void the_journal_comes_in_the_order_of_its_numbers_and_each_entry_holds_the_hash_before() {
    Incidents.Stored stored = inserted(anotherWrite());
    for (int i = 2; i <= 12; i++) {
      Incident now = stored.incident();
      List<JournalEntry> more = entries(now.journal(), "entry " + i);
      stored = incidents.save(stored, Claim.journaled(now, more), more).orElseThrow();
    }

    List<JournalEntry> journal = incidents.journal(stored.incident().id());

    assertThat(journal)
        .extracting(JournalEntry::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(journal).allMatch(JournalEntry::sound);
    for (int i = 1; i < journal.size(); i++) {
      assertThat(journal.get(i).previous()).isEqualTo(journal.get(i - 1).hash());
    }
    assertThat(stored.incident().journal()).isEqualTo(new JournalHead(12, journal.get(11).hash()));
  }

  @Test
  void what_nobody_wrote_has_no_journal_and_no_incidents() {
    SnapshotWrite write = anotherWrite();

    assertThat(incidents.find(IncidentId.of(write))).isEmpty();
    assertThat(incidents.journal(IncidentId.of(write))).isEmpty();
    assertThat(incidents.onTarget(Writes.snapshot("nowhere", "nothing"))).isEmpty();
  }

  @Test
  void the_journals_of_one_target_are_kept_apart() {
    Incident one = inserted(anotherWrite()).incident();
    Incident two = inserted(anotherWrite()).incident();

    assertThat(one.id().targetPart()).isEqualTo(two.id().targetPart());
    assertThat(incidents.journal(one.id())).hasSize(1);
  }

  @Test
  void a_save_replaces_the_incident_and_adds_to_its_journal() {
    Incidents.Stored stored = inserted(anotherWrite());
    List<JournalEntry> more = entries(stored.incident().journal(), "second", "third");
    Incident next =
        Claim.journaled(TestIncidents.with(stored.incident(), Incident.Status.CONTAINED), more);

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
            .save(
                stored, TestIncidents.with(stored.incident(), Incident.Status.TICKETED), List.of())
            .orElseThrow();

    Optional<Incidents.Stored> late =
        incidents.save(
            stored,
            TestIncidents.with(stored.incident(), Incident.Status.STOPPED),
            entries(stored.incident().journal(), "late"));

    assertThat(late).isEmpty();
    assertThat(incidents.find(stored.incident().id())).contains(newer);
    assertThat(incidents.journal(stored.incident().id())).hasSize(1);
  }

  @Test
  void a_large_incident_with_hostile_text_comes_back_whole() {
    String hostile = "<\u202E\u0000\"'\uD83D\uDE00\uFFFF\u0085> lone \uD83D ".repeat(7_000);
    Incident incident = TestIncidents.of(anotherWrite()).with(draft -> draft.ticketRef = hostile);
    List<JournalEntry> journal = entries(incident.journal(), hostile);

    Incidents.Stored stored = incidents.insert(incident, journal).orElseThrow();

    assertThat(IncidentJson.write(incident)).hasSizeGreaterThan(150_000);
    assertThat(incidents.find(incident.id())).contains(stored);
    assertThat(incidents.journal(incident.id())).isEqualTo(journal);
  }

  /** Wherever a store may cut a long text, it must not cut a character in two. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void a_long_text_of_characters_that_take_two_comes_back_whole(int shift) {
    String text = "x".repeat(shift) + "\uD83D\uDE00".repeat(40_000);
    Incident incident = TestIncidents.of(anotherWrite()).with(draft -> draft.ticketRef = text);

    assertThat(incidents.insert(incident, entries(incident.journal(), text))).isPresent();

    assertThat(incidents.find(incident.id()).orElseThrow().incident()).isEqualTo(incident);
    assertThat(incidents.journal(incident.id()).get(0).text()).isEqualTo(text);
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

  @Test
  void each_hands_over_the_incidents_of_the_statuses_that_were_asked_for() {
    Incident open = TestIncidents.of(anotherWrite());
    Incident stopped =
        TestIncidents.with(TestIncidents.of(anotherWrite()), Incident.Status.STOPPED);
    Incident waiting =
        TestIncidents.with(TestIncidents.of(anotherWrite()), Incident.Status.AWAITING_APPROVAL);
    List.of(open, stopped, waiting)
        .forEach(
            incident ->
                assertThat(incidents.insert(incident, entries(incident.journal(), "opened")))
                    .isPresent());

    assertThat(each(Incident.Status.STOPPED)).containsExactly(stopped);
    assertThat(each(Incident.Status.AWAITING_APPROVAL, Incident.Status.OPEN))
        .containsExactlyInAnyOrder(open, waiting);
    assertThat(each()).containsExactlyInAnyOrder(open, stopped, waiting);
    assertThat(each(Incident.Status.UNDONE)).isEmpty();
  }

  @Test
  void each_follows_an_incident_to_its_new_status() {
    Incidents.Stored stored = inserted(anotherWrite());
    Incident contained = TestIncidents.with(stored.incident(), Incident.Status.CONTAINED);

    assertThat(incidents.save(stored, contained, List.of())).isPresent();

    assertThat(each(Incident.Status.OPEN)).isEmpty();
    assertThat(each(Incident.Status.CONTAINED)).containsExactly(contained);
  }

  private List<Incident> each(Incident.Status... statuses) {
    List<Incident> found = new ArrayList<>();
    incidents.each(Set.of(statuses), found::add);
    return found;
  }
}
