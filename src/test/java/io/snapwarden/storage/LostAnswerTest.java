package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Budget;
import io.snapwarden.incident.Budgets;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.incident.TestIncidents;
import io.snapwarden.incident.Turns;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.ticket.TestTickets;
import io.snapwarden.ticket.TicketBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written, though nobody heard so, is not taken for somebody else's write. */
class LostAnswerTest {

  private final String account = Azurite.shared().connectionString();
  private final LostAnswers line = new LostAnswers();
  private final TableClient table = OnAzurite.table(account, TableIncidents.TABLE, line);
  private final Incidents incidents = new TableIncidents(table);
  private final Incidents others = OnAzurite.account(account).incidents();
  private final Incident incident = TestIncidents.of(Writes.aWrite().build());

  private static List<JournalEntry> entry(Incident.JournalHead head, String text) {
    return List.of(JournalEntry.after(head, Writes.AT, JournalEntry.Kind.NOTE, text));
  }

  @Test
  void an_insert_whose_answer_was_lost_has_succeeded() {
    line.loseNext();

    Optional<Incidents.Stored> inserted =
        incidents.insert(incident, entry(incident.journal(), "opened"));

    assertThat(line.lost()).isTrue();
    assertThat(inserted).isPresent();
    assertThat(incidents.find(incident.id())).isEqualTo(inserted);
    assertThat(incidents.journal(incident.id())).hasSize(1);
  }

  @Test
  void a_save_whose_answer_was_lost_has_succeeded_and_can_be_followed_by_another() {
    Incidents.Stored stored = incidents.insert(incident, List.of()).orElseThrow();
    line.loseNext();

    Incidents.Stored saved =
        incidents.save(stored, incident, entry(incident.journal(), "first")).orElseThrow();

    assertThat(line.lost()).isTrue();
    assertThat(incidents.save(saved, incident, List.of())).isPresent();
    assertThat(incidents.journal(incident.id())).hasSize(1);
  }

  @Test
  void another_insert_of_the_same_text_is_not_ours() {
    assertThat(others.insert(incident, List.of())).isPresent();
    line.loseNext();

    assertThat(incidents.insert(incident, List.of())).isEmpty();
  }

  /** Whether we then hear that it was done, or that the retry was refused. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_somebody_changed_before_we_heard_of_our_write_is_not_overwritten(boolean lost) {
    Incidents.Stored stored = incidents.insert(incident, List.of()).orElseThrow();
    Incident theirs = incident(Incident.Status.STOPPED);
    line.meanwhile(
        () -> {
          Incidents.Stored now = others.find(incident.id()).orElseThrow();
          assertThat(others.save(now, theirs, List.of())).isPresent();
        });
    if (lost) {
      line.loseNext();
    }

    Optional<Incidents.Stored> saved =
        incidents.save(stored, incident(Incident.Status.CONTAINED), List.of());

    assertThat(saved.isPresent()).isEqualTo(!lost);
    assertThat(saved.flatMap(now -> incidents.save(now, incident, List.of()))).isEmpty();
    assertThat(incidents.find(incident.id()).orElseThrow().incident()).isEqualTo(theirs);
  }

  private Incident incident(Incident.Status status) {
    return TestIncidents.with(incident, status);
  }

  @Test
  void a_forged_journal_entry_is_an_error_and_not_a_conflict_to_be_tried_again_for_ever() {
    Incidents.Stored stored = incidents.insert(incident, List.of()).orElseThrow();
    table.createEntity(
        new TableEntity(incident.id().targetPart(), "journal_" + incident.id() + "_00000001"));

    assertThatIllegalStateException()
        .isThrownBy(
            () -> incidents.save(stored, incident, entry(incident.journal(), "the real one")))
        .withMessageContaining(incident.id().text());
  }

  @Test
  void a_ticket_whose_answer_was_lost_is_open_and_known_to_be_ours() {
    TicketBook tickets = new TableTickets(OnAzurite.table(account, TableTickets.TABLE, line));
    line.loseNext();

    TicketBook.Opened opened = tickets.open(TestTickets.ticket("fingerprint"), "incident-1");

    assertThat(line.lost()).isTrue();
    assertThat(opened.openedBy()).isEqualTo("incident-1");
    assertThat(tickets.findOpen("fingerprint")).contains(opened);
  }

  @Test
  void a_ticket_whose_closing_was_not_heard_of_is_closed() {
    TicketBook tickets = new TableTickets(OnAzurite.table(account, TableTickets.TABLE, line));
    String reference = tickets.open(TestTickets.ticket("fingerprint"), "incident-1").reference();
    line.loseNext();

    tickets.settle(reference, "incident-1", true);

    assertThat(line.lost()).isTrue();
    assertThat(tickets.find(reference).orElseThrow().open()).isFalse();
  }

  @Test
  void a_turn_is_ours_even_if_nobody_said_so() {
    Turns turns = new TableTurns(table);
    IncidentId other = IncidentId.of(Writes.aWrite().correlated("another").build());
    line.loseNext();

    assertThat(turns.take(incident.id(), Writes.AT, Writes.AT.plusSeconds(90))).isTrue();

    assertThat(line.lost()).isTrue();
    assertThat(turns.take(other, Writes.AT, Writes.AT.plusSeconds(90))).isFalse();
    line.loseNext();
    assertThat(turns.take(incident.id(), Writes.AT, Writes.AT.plusSeconds(180))).isTrue();
    assertThat(turns.take(other, Writes.AT.plusSeconds(90), Writes.AT.plusSeconds(180))).isFalse();
  }

  @Test
  void a_turn_whose_giving_back_was_not_heard_of_is_free() {
    Turns turns = new TableTurns(table);
    IncidentId other = IncidentId.of(Writes.aWrite().correlated("another").build());
    assertThat(turns.take(incident.id(), Writes.AT, Writes.AT.plusSeconds(90))).isTrue();
    line.loseNext();

    turns.release(incident.id());

    assertThat(line.lost()).isTrue();
    assertThat(turns.take(other, Writes.AT, Writes.AT.plusSeconds(90))).isTrue();
  }

  @Test
  void a_turn_that_somebody_took_over_meanwhile_is_not_given_back_by_us() {
    Turns turns = new TableTurns(table);
    Turns theirs = OnAzurite.account(account).turns();
    IncidentId other = IncidentId.of(Writes.aWrite().correlated("another").build());
    Instant until = Writes.AT.plusSeconds(90);
    assertThat(turns.take(incident.id(), Writes.AT, until)).isTrue();
    line.before(() -> assertThat(theirs.take(other, until, until.plusSeconds(90))).isTrue());

    turns.release(incident.id());

    assertThat(turns.take(incident.id(), until, until.plusSeconds(90))).isFalse();
  }

  @Test
  void a_target_is_counted_once_though_the_answer_was_lost() {
    Budgets budgets = new TableBudgets(OnAzurite.table(account, TableBudgets.TABLE, line));
    Budget counted = new Budget(Writes.SUBSCRIPTION, Map.of("target", Writes.AT), null, false);
    line.loseNext();

    // Said not to be saved, or said to be: what counts is what the next one reads.
    budgets.save(null, counted);

    assertThat(line.lost()).isTrue();
    assertThat(budgets.find(Writes.SUBSCRIPTION).orElseThrow().budget()).isEqualTo(counted);
    assertThat(budgets.all()).hasSize(1);
  }
}
