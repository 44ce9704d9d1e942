package io.snapwarden.cli;

import static io.snapwarden.cli.Desk.asked;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.JournalEntry;
import org.junit.jupiter.api.Test;

/** Journals that somebody tampered with, as a person finds out. */
class VerifyIncidentsTest {

  private final Desk desk = new Desk();
  private final TableClient table =
      new TableClientBuilder()
          .connectionString(desk.connectionString())
          .tableName("SnapwardenIncidents")
          .httpClient(new JdkHttpClientBuilder().build())
          .buildClient();

  private void change(Incident incident, String row, String column, String value) {
    TableEntity entity = table.getEntity(incident.id().targetPart(), row);
    entity.getProperties().put(column, value);
    table.updateEntity(entity, TableEntityUpdateMode.REPLACE);
  }

  private static String entry(Incident incident, int number) {
    return "journal_%s_%08d".formatted(incident.id(), number);
  }

  @Test
  void a_journal_as_it_was_written_is_sound() {
    Incident incident = desk.keep(asked(), "one", "two");

    Ran ran = desk.run("verify", incident.id().text().substring(0, 20));

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                "%s: sound, ends with 2:%s\n".formatted(incident.id(), incident.journal().hash()),
                "1 journal, no findings\n"));
  }

  @Test
  void a_changed_and_a_missing_entry_are_findings() {
    Incident incident = desk.keep(asked(), "one", "two", "three");
    change(incident, entry(incident, 1), "json", "\"something else\"");
    table.deleteEntity(incident.id().targetPart(), entry(incident, 3));

    Ran ran = desk.run("verify", incident.id().text());

    assertThat(ran)
        .isEqualTo(
            new Ran(
                3,
                """
                %1$s: entry 1 was changed: its hash is that of something else
                %1$s: entry 3 is missing
                """
                    .formatted(incident.id()),
                "1 journal, 2 findings\n"));
  }

  @Test
  void all_journals_are_verified_and_one_line_each_is_for_programs() {
    Incident sound = desk.keep(asked(), "one");
    Incident changed = desk.keep(asked().of("a"), "one");
    Incident unreadable = desk.keep(asked().of("b"), "one");
    Incident gone = desk.keep(asked().of("c"), "one");
    change(changed, entry(changed, 1), "at", "2020-01-01T00:00:00Z");
    change(unreadable, entry(unreadable, 1), "kind", "NOISE");
    change(gone, "incident_" + gone.id(), "json", "{}");

    Ran ran = desk.run("verify", "--all", "--json");
    Ran text = desk.run("verify", "--all");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.lines())
        .hasSize(4)
        .contains(
            "{\"id\":\"%s\",\"sound\":true,\"journal\":\"1:%s\",\"findings\":[]}"
                .formatted(sound.id(), sound.journal().hash()))
        .anySatisfy(line -> assertThat(line).contains(changed.id().text(), "false", "was changed"))
        .anySatisfy(line -> assertThat(line).contains(unreadable.id().text(), "false", "NOISE"))
        .anySatisfy(
            line -> assertThat(line).contains("\"id\":null", "false", "incident_" + gone.id()));
    assertThat(text.exitCode()).isEqualTo(3);
    assertThat(text.err()).isEqualTo("4 journals, 3 findings\n");
  }

  @Test
  void an_incident_that_cannot_be_read_is_a_finding_by_its_id_too() {
    Incident incident = desk.keep(asked(), "one");
    change(incident, "incident_" + incident.id(), "json", "{}");

    Ran verify = desk.run("verify", incident.id().text());
    Ran list = desk.run("list");

    assertThat(verify.exitCode()).isEqualTo(3);
    assertThat(verify.out()).contains("incident_" + incident.id());
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err()).contains("incident_" + incident.id()).doesNotContain("\tat ");
  }

  @Test
  void a_journal_that_was_written_anew_shows_against_what_was_seen_in_the_log() {
    Incident before = desk.keep(asked(), "one", "two");
    String seen = "1:" + desk.incidents().journal(before.id()).get(0).hash();
    JournalEntry forged =
        JournalEntry.after(
            Incident.JournalHead.EMPTY, Desk.CREATED, JournalEntry.Kind.NOTE, "nothing");

    Ran still = desk.run("verify", before.id().text(), "--seen", seen);
    Ran forgery = desk.run("verify", before.id().text(), "--seen", "1:" + forged.hash());

    assertThat(still.exitCode()).isZero();
    assertThat(forgery.exitCode()).isEqualTo(3);
    assertThat(forgery.out())
        .contains("entry 1 is not the one that was seen earlier: the journal was rewritten");
  }

  @Test
  void bad_usage_is_told() {
    assertThat(desk.run("verify").exitCode()).isEqualTo(2);
    assertThat(desk.run("verify", "0123", "--all").exitCode()).isEqualTo(2);
    assertThat(desk.run("verify", "0123", "--seen", "12").err()).contains("the end of a journal");
    assertThat(desk.run("verify", "--all", "--seen", "1:" + "a".repeat(64)).err())
        .contains("--seen is about one incident");
  }
}
