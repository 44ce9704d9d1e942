package io.snapwarden.cli;

import static io.snapwarden.cli.Desk.asked;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor is given. */
class ExportIncidentsTest {

  /** As {@link Desk} names what a changed step has kept. */
  private static final String KEPT = "0123/1-tag-snapshot.json";

  @TempDir private Path folder;
  private final Desk desk = new Desk();

  private static List<JsonObject> exported(Ran ran) {
    return ran.lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private Incident contained() {
    return desk.keep(asked().changed().status(Status.CONTAINED).asking(null), "one", "two");
  }

  @Test
  void an_incident_is_all_that_show_tells_and_what_verify_makes_of_it() {
    Incident incident = desk.keep(asked(), "one", "two");

    Ran ran = desk.run("export", incident.id().text().substring(0, 8));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEqualTo("1 incident, no findings\n");
    JsonObject json = exported(ran).get(0);
    JsonObject verified = json.remove("verified").getAsJsonObject();
    assertThat(json)
        .isEqualTo(JsonParser.parseString(desk.run("show", "--json", incident.id().text()).out()));
    assertThat(json.getAsJsonArray("journal")).hasSize(2);
    assertThat(verified.get("sound").getAsBoolean()).isTrue();
    assertThat(verified.get("journal").getAsString()).isEqualTo("2:" + incident.journal().hash());
  }

  @Test
  void all_of_them_come_oldest_first_and_twice_the_same() {
    Incident late = desk.keep(asked().of("late").created(Desk.CREATED.plusSeconds(60)));
    Incident early = desk.keep(asked().of("early").created(Desk.CREATED.minusSeconds(60)));
    Incident old = desk.keep(asked().of("old").created(Desk.CREATED.minus(Duration.ofDays(100))));

    Ran ran = desk.run("export", "--all", "--since", "90d");

    assertThat(exported(ran))
        .extracting(json -> json.get("id").getAsString())
        .containsExactly(early.id().text(), late.id().text())
        .doesNotContain(old.id().text());
    assertThat(desk.run("export", "--all", "--since", "90d").out()).isEqualTo(ran.out());
    assertThat(exported(desk.run("export", "--all"))).hasSize(3);
  }

  @Test
  void a_journal_that_somebody_changed_is_exported_as_it_is_and_found() {
    Incident incident = desk.keep(asked(), "one", "two");
    new TableClientBuilder()
        .connectionString(desk.connectionString())
        .tableName("SnapwardenIncidents")
        .httpClient(new JdkHttpClientBuilder().build())
        .buildClient()
        .deleteEntity(incident.id().targetPart(), "journal_%s_%08d".formatted(incident.id(), 2));

    Ran ran = desk.run("export", "--all");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.err()).isEqualTo("1 incident, 1 finding\n");
    JsonObject json = exported(ran).get(0);
    assertThat(json.getAsJsonArray("journal")).hasSize(1);
    assertThat(json.getAsJsonObject("verified").get("findings").toString())
        .contains("entry 2 is missing");
  }

  @Test
  void evidence_is_written_into_files_beside_and_again_without_harm() throws IOException {
    Incident incident = contained();
    // The desk's incidents name evidence that nobody keeps; put some there.
    new BlobServiceClientBuilder()
        .connectionString(desk.connectionString())
        .httpClient(new JdkHttpClientBuilder().build())
        .buildClient()
        .createBlobContainerIfNotExists("snapwarden-evidence")
        .getBlobClient(KEPT)
        .upload(BinaryData.fromString("{\"as\":\"it was\"}"));

    Ran ran = desk.run("export", incident.id().text(), "--with-evidence", folder.toString());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(folder.resolve(KEPT)).hasContent("{\"as\":\"it was\"}");
    JsonObject file = exported(ran).get(0).getAsJsonArray("files").get(0).getAsJsonObject();
    assertThat(file.get("evidence").getAsString()).isEqualTo(KEPT);
    assertThat(file.get("sha256").getAsString()).isEqualTo(Hash.hex("{\"as\":\"it was\"}"));
    assertThat(desk.run("export", incident.id().text(), "--with-evidence", folder.toString()))
        .isEqualTo(ran);
  }

  @Test
  void a_file_that_is_there_and_says_something_else_is_not_overwritten() throws IOException {
    evidence_is_written_into_files_beside_and_again_without_harm();
    Files.writeString(folder.resolve(KEPT), "mine");

    Ran ran = desk.run("export", "--all", "--with-evidence", folder.toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains(KEPT, "there is another one of that name");
    assertThat(folder.resolve(KEPT)).hasContent("mine");
  }

  @Test
  void missing_evidence_is_a_finding() {
    contained();

    Ran ran = desk.run("export", "--all", "--with-evidence", folder.toString());

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).contains("\"problem\":\"it is missing from the storage\"");
  }

  @Test
  void a_name_of_evidence_that_leads_elsewhere_is_never_followed() {
    for (String name : List.of("../x", "0123/../../x", "/etc/passwd", "0123/", "0123/x/y", "")) {
      JsonObject file =
          new EvidenceFiles(new io.snapwarden.incident.MemoryEvidence(), folder.resolve("inside"))
              .write(name);

      assertThat(file.get("problem").getAsString()).contains("none that Snapwarden gives");
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void what_makes_no_sense_is_bad_usage() {
    desk.keep(asked());

    assertThat(desk.run("export").exitCode()).isEqualTo(2);
    assertThat(desk.run("export", "ffff0000").err()).contains("there is no incident ffff0000");
    assertThat(desk.run("export", "ffff0000", "--since", "1h").err()).contains("give --all");
    assertThat(desk.run("export", "--all", "ffff0000").exitCode()).isEqualTo(2);
  }
}
