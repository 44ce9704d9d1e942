package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.azure.core.credential.TokenCredential;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.TestIncidents;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.ticket.TestTickets;
import io.snapwarden.ticket.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureStorageTest {

  private static final Supplier<TokenCredential> NO_IDENTITY =
      () -> {
        throw new AssertionError("nobody may ask for the identity");
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "AccountKey=hunter2",
        "AccountName=x;AccountKey=hunter2;AccountKey",
        "AccountName=x;AccountKey=c2VjcmV0;BlobEndpoint=hunter2 {};TableEndpoint=hunter2 {};"
            + "QueueEndpoint=hunter2 {}"
      })
  void what_is_no_connection_string_is_named_with_its_cure_but_never_shown(String connection) {
    AzureStorage storage = new AzureStorage(Map.of("AzureWebJobsStorage", connection), NO_IDENTITY);

    for (Supplier<?> part : parts(storage)) {
      assertThatIllegalArgumentException()
          .isThrownBy(part::get)
          .withMessageContaining("AzureWebJobsStorage is no connection string")
          .withMessageContaining("access keys")
          .withNoCause()
          .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
    }
  }

  private static List<Supplier<?>> parts(AzureStorage storage) {
    return List.of(storage::incidents, storage::tickets, storage::schedule, storage::evidence);
  }

  @Test
  void a_key_vault_reference_that_was_not_resolved_is_named() {
    AzureStorage storage =
        new AzureStorage(
            Map.of("AzureWebJobsStorage", "@Microsoft.KeyVault(SecretUri=https://v/secrets/s)"),
            NO_IDENTITY);

    assertThatIllegalArgumentException()
        .isThrownBy(storage::incidents)
        .withMessageContaining("AzureWebJobsStorage is a Key Vault reference");
  }

  @Test
  void without_any_setting_all_ways_to_name_the_storage_are_told() {
    AzureStorage storage = new AzureStorage(Map.of("AzureWebJobsStorage", " "), NO_IDENTITY);

    assertThatIllegalArgumentException()
        .isThrownBy(storage::incidents)
        .withMessageContainingAll(
            "AzureWebJobsStorage ",
            "AzureWebJobsStorage__accountName",
            "AzureWebJobsStorage__tableServiceUri");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a.table.core.windows.net", "a.table.core.windows.net", "https:// x"})
  void a_token_is_sent_to_https_alone(String uri) {
    AzureStorage storage =
        new AzureStorage(Map.of("AzureWebJobsStorage__tableServiceUri", uri), NO_IDENTITY);

    assertThatIllegalArgumentException()
        .isThrownBy(storage::incidents)
        .withMessageContaining("AzureWebJobsStorage__tableServiceUri is no https URL");
  }

  @Test
  void an_account_name_that_would_lead_elsewhere_is_refused() {
    AzureStorage storage =
        new AzureStorage(Map.of("AzureWebJobsStorage__accountName", "evil.example/"), NO_IDENTITY);

    assertThatIllegalArgumentException()
        .isThrownBy(storage::evidence)
        .withMessageContaining("AzureWebJobsStorage__accountName");
  }

  @Test
  void a_service_is_where_its_url_says_and_else_where_the_account_is() {
    StorageSettings settings =
        new StorageSettings(
            Map.of(
                "AzureWebJobsStorage__accountName", "contoso",
                "AzureWebJobsStorage__tableServiceUri", "https://contoso.table.core.example"));

    assertThat(settings.connectionString()).isNull();
    assertThat(settings.endpoint("table")).isEqualTo("https://contoso.table.core.example");
    assertThat(settings.endpoint("queue")).isEqualTo("https://contoso.queue.core.windows.net");
  }

  @Test
  void names_without_a_key_use_the_identity() {
    AtomicInteger asked = new AtomicInteger();
    AzureStorage storage =
        new AzureStorage(
            Map.of("AzureWebJobsStorage__accountName", "contoso"),
            () -> {
              asked.incrementAndGet();
              return request -> {
                throw new AssertionError("no request is made yet");
              };
            });

    assertThat(parts(storage)).extracting(Supplier::get).doesNotContainNull();
    assertThat(asked).as("once for each service").hasValue(3);
  }

  @Test
  void tables_queue_and_container_that_were_deleted_are_made_again() {
    try (Azurite azurite = Azurite.start()) {
      AzureStorage storage = OnAzurite.account(azurite.connectionString());
      var incidents = storage.incidents();
      var tickets = storage.tickets();
      var schedule = storage.schedule();
      var evidence = storage.evidence();
      Incident incident = TestIncidents.of(Writes.aWrite().build());
      Ticket ticket = TestTickets.ticket("fingerprint");
      assertThat(incidents.insert(incident, List.of())).isPresent();

      azurite.restart();

      assertThat(incidents.find(incident.id())).isEmpty();
      assertThat(incidents.insert(incident, List.of())).isPresent();
      assertThat(tickets.findOpen("fingerprint")).isEmpty();
      assertThat(tickets.open(ticket, "incident-1").openedBy()).isEqualTo("incident-1");
      schedule.again(incident.id(), Duration.ZERO);
      String kept = evidence.keep(incident.id(), "step1.json", "{}");
      assertThat(evidence.read(kept)).contains("{}");
    }
  }
}
