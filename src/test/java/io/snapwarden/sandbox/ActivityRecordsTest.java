package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Reading;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.IncidentId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityRecordsTest {

  private static final String SUBSCRIPTION = "/subscriptions/55555555-5555-5555-5555-555555555555";
  private static final String ID =
      SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.ContainerService/snapshots/s1";
  private static final String V = "?api-version=2025-09-01";
  private static final String DAY =
      "eventTimestamp ge '2026-11-15T00:00:00Z' and eventTimestamp le '2026-11-16T00:00:00Z'";
  private static final Principal ALICE =
      Principal.user("aaaaaaaa-0000-0000-0000-000000000001", "alice@contoso.example");

  private Instant now = Instant.parse("2026-11-15T12:00:00Z");
  private final SimulatedArm azure = SimulatedArm.start(() -> now);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void a_write_leaves_three_records_the_newest_first() throws Exception {
    send("PUT", ID + V, "{}");
    now = now.plusSeconds(1);
    send("DELETE", ID + V, null);

    assertThat(statuses(records(DAY)))
        .containsExactly("Succeeded", "Accepted", "Started", "Succeeded", "Accepted", "Started");
    assertThat(records(DAY))
        .extracting(each -> text(each, "operationName"))
        .startsWith("Microsoft.ContainerService/snapshots/delete")
        .endsWith("Microsoft.ContainerService/snapshots/write");
  }

  @Test
  void an_attempt_that_is_refused_leaves_a_failure() throws Exception {
    send("PATCH", ID + V, "{}");

    assertThat(statuses(records(DAY))).containsExactly("Failed", "Started");
  }

  @Test
  void a_read_leaves_nothing() throws Exception {
    send("GET", ID + V, null);

    assertThat(records(DAY)).isEmpty();
  }

  @Test
  void the_event_of_a_write_has_its_correlation_id_and_another_id() throws Exception {
    List<ArmWrite> writes = new ArrayList<>();
    azure.onWrite(writes::add);
    send("PUT", ID + V, "{}");
    JsonObject event =
        Events.snapshotWrite(
            ResourceId.of(ID), Events.claims(ALICE), now, writes.get(0).correlationId());

    SnapshotWrite live = write(event.toString());
    SnapshotWrite recorded = write(records(DAY).get(0).toString());

    assertThat(IncidentId.of(recorded)).isEqualTo(IncidentId.of(live));
    assertThat(recorded.eventId()).isNotEqualTo(live.eventId());
    assertThat(recorded.caller()).isEqualTo(live.caller());
    assertThat(recorded.clientAddress()).isEqualTo(live.clientAddress());
    assertThat(recorded.inconsistencies()).isEmpty();
  }

  private static SnapshotWrite write(String json) {
    return ((Reading.Write) new EventReader().read(json).get(0)).write();
  }

  @Test
  void a_record_cannot_be_read_before_it_is_submitted() throws Exception {
    azure.activity().lag(Duration.ofMinutes(2));
    send("PUT", ID + V, "{}");

    assertThat(records(DAY)).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(records(DAY)).hasSize(3);
  }

  @Test
  void a_page_leads_to_the_next_until_there_is_none() throws Exception {
    azure.activity().pageSize(2);
    send("PUT", ID + V, "{}");

    JsonObject first = json(get(values(DAY)));
    JsonObject second = json(get(first.get("nextLink").getAsString()));

    assertThat(first.getAsJsonArray("value")).hasSize(2);
    assertThat(second.getAsJsonArray("value")).hasSize(1);
    assertThat(second.has("nextLink")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DAY,
        DAY + " and resourceGroupName eq 'RG'",
        DAY + " and resourceUri eq '" + ID + "'",
        DAY + " and resourceProvider eq 'microsoft.containerservice'"
      })
  void the_filters_of_the_specification_are_honoured(String filter) throws Exception {
    send("PUT", ID + V, "{}");

    assertThat(records(filter)).hasSize(3);
    assertThat(records(filter.replace(ID, "/x").replace("'RG'", "'x'").replace("2026", "2025")))
        .isEmpty();
  }

  @Test
  void another_provider_or_subscription_is_left_out() throws Exception {
    send("PUT", ID + V, "{}");

    assertThat(records(DAY + " and resourceProvider eq 'Microsoft.Compute'")).isEmpty();
    assertThat(json(get(values(DAY).replace("55555555-5", "66666666-5"))).getAsJsonArray("value"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eventTimestamp ge '2026-11-15T00:00:00Z'",
        DAY + " and status eq 'Succeeded'",
        DAY + " or resourceProvider eq 'x'",
        DAY + " and resourceProvider eq 'x' and resourceUri eq 'y'",
        "eventTimestamp ge 'yesterday' and eventTimestamp le '2026-11-16T00:00:00Z'",
        "eventTimestamp ge '2026-11-15T00:00:00.123456789Z' and eventTimestamp le '2026-11-16T00:00:00Z'",
      })
  void any_other_syntax_is_refused(String filter) throws Exception {
    assertThat(get(values(filter)).statusCode()).isEqualTo(400);
  }

  private List<JsonElement> records(String filter) throws Exception {
    JsonArray value = json(get(values(filter))).getAsJsonArray("value");
    List<JsonElement> records = new ArrayList<>();
    value.forEach(records::add);
    return records;
  }

  private static List<String> statuses(List<JsonElement> records) {
    return records.stream().map(each -> text(each, "status")).toList();
  }

  private static String text(JsonElement record, String field) {
    return record.getAsJsonObject().getAsJsonObject(field).get("value").getAsString();
  }

  private String values(String filter) {
    return azure.endpoint()
        + SUBSCRIPTION
        + "/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01&$filter="
        + URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return request("GET", url, null);
  }

  private void send(String method, String path, String body)
      throws IOException, InterruptedException {
    request(method, azure.endpoint() + path, body);
  }

  private HttpResponse<String> request(String method, String url, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + ALICE.token(Instant.now().plusSeconds(600)))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }
}
