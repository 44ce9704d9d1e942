package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalCheck;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.incident.TestIncidents;
import io.snapwarden.sandbox.Azurite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody does to the rows by hand does not stay hidden, and hides nothing else. */
class TamperedRowsTest {

  private final String account = Azurite.shared().connectionString();
  private final TableClient table =
      OnAzurite.table(account, TableIncidents.TABLE, new LostAnswers());
  private final Incidents incidents = OnAzurite.account(account).incidents();
  private Incident incident;

  @BeforeEach
  void an_incident_with_five_entries() {
    incident = inserted(Writes.aWrite().build());
  }

  private Incident inserted(SnapshotWrite write) {
    List<JournalEntry> journal = new ArrayList<>();
    Incident.JournalHead head = Incident.JournalHead.EMPTY;
    for (int i = 1; i <= 5; i++) {
      JournalEntry entry = JournalEntry.after(head, Writes.AT, JournalEntry.Kind.NOTE, "line " + i);
      journal.add(entry);
      head = new Incident.JournalHead(entry.number(), entry.hash());
    }
    Incident fresh = TestIncidents.ending(TestIncidents.of(write), head);
    return incidents.insert(fresh, journal).orElseThrow().incident();
  }

  private TableEntity row(int entry) {
    return table.getEntity(
        incident.id().targetPart(), "journal_%s_%08d".formatted(incident.id(), entry));
  }

  private void change(TableEntity row, String column, Object value) {
    row.getProperties().put(column, value);
    table.updateEntity(row, TableEntityUpdateMode.REPLACE);
  }

  private List<String> findings() {
    return JournalCheck.of(
            incidents.find(incident.id()).orElseThrow().incident().journal(),
            incidents.journal(incident.id()))
        .stream()
        .map(JournalCheck.Finding::text)
        .toList();
  }

  @Test
  void rows_that_nobody_touched_are_sound() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_changed_row_shows() {
    change(row(2), "json", "\"never happened\"");
    change(row(4), "at", "2020-01-01T00:00:00Z");

    assertThat(findings())
        .containsExactly(
            "entry 2 was changed: its hash is that of something else",
            "entry 4 was changed: its hash is that of something else");
  }

  @Test
  void deleted_rows_show() {
    table.deleteEntity(row(1));
    table.deleteEntity(row(3));
    table.deleteEntity(row(5));

    assertThat(findings())
        .containsExactly("entry 1 is missing", "entry 3 is missing", "entry 5 is missing");
  }

  @Test
  void rows_that_changed_places_show() {
    TableEntity two = row(2);
    TableEntity three = row(3);
    two.getProperties().put("number", 3);
    three.getProperties().put("number", 2);
    table.updateEntity(two, TableEntityUpdateMode.REPLACE);
    table.updateEntity(three, TableEntityUpdateMode.REPLACE);

    assertThat(findings()).contains("entry 2 stands behind entry 3").hasSizeGreaterThan(1);
  }

  @Test
  void an_added_row_shows() {
    JournalEntry forged =
        JournalEntry.after(
            incident.journal(), Writes.AT, JournalEntry.Kind.RESULT, "approved by nobody");
    TableEntity row =
        new TableEntity(incident.id().targetPart(), "journal_%s_00000006".formatted(incident.id()));
    row.addProperty("json", "\"approved by nobody\"");
    row.addProperty("number", 6);
    row.addProperty("at", Writes.AT.toString());
    row.addProperty("kind", "RESULT");
    row.addProperty("previous", forged.previous());
    row.addProperty("hash", forged.hash());
    table.createEntity(row);

    assertThat(findings()).containsExactly("entry 6 was added: its incident knows of 5");
  }

  @Test
  void a_row_that_is_no_entry_any_more_is_named() {
    change(row(3), "at", "yesterday");

    assertThatThrownBy(() -> incidents.journal(incident.id()))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining(row(3).getRowKey())
        .hasMessageContaining("yesterday");
  }

  @Test
  void an_incident_that_cannot_be_read_hides_no_other() {
    Incident other = inserted(Writes.aWrite().correlated("another").build());
    TableEntity row = table.getEntity(incident.id().targetPart(), "incident_" + incident.id());
    change(row, "json", "{\"version\":99}");

    List<Incident> found = new ArrayList<>();

    assertThatThrownBy(() -> incidents.each(Set.of(), found::add))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("incident_" + incident.id())
        .hasMessageContaining("knows only 1");
    assertThat(found).containsExactly(other);
  }

  @Test
  void an_incident_in_the_row_of_another_is_not_taken_for_it() {
    Incident other = inserted(Writes.aWrite().correlated("another").build());
    TableEntity row = table.getEntity(other.id().targetPart(), "incident_" + other.id());
    TableEntity ours = table.getEntity(incident.id().targetPart(), "incident_" + incident.id());

    change(row, "json", ours.getProperty("json"));

    assertThatThrownBy(() -> incidents.find(other.id()))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("it holds another incident, " + incident.id());
  }

  /** A page holds at most 1000 rows. */
  @Test
  void each_goes_on_to_the_next_page() {
    TableEntity first = table.getEntity(incident.id().targetPart(), "incident_" + incident.id());
    String json = (String) first.getProperty("json");
    for (int page = 0; page < 11; page++) {
      List<TableTransactionAction> rows = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String id = IncidentId.of(Writes.aWrite().correlated(page + "/" + i).build()).text();
        TableEntity row = new TableEntity(incident.id().targetPart(), "incident_" + id);
        row.addProperty("json", json.replace(incident.id().text(), id));
        row.addProperty("status", "OPEN");
        rows.add(new TableTransactionAction(TableTransactionActionType.CREATE, row));
      }
      table.submitTransaction(rows);
    }
    Set<IncidentId> found = new java.util.HashSet<>();

    incidents.each(Set.of(Incident.Status.OPEN), each -> found.add(each.id()));

    assertThat(found).hasSize(1_101);
  }
}
