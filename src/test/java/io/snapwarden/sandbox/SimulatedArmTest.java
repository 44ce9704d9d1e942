package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedArmTest {

  private static final String GROUP =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/rg";
  private static final String AKS = GROUP + "/providers/Microsoft.ContainerService";
  private static final String ID = AKS + "/snapshots/s1";
  private static final String LOCK = ID + "/providers/Microsoft.Authorization/locks/l1";
  private static final String V = "?api-version=2025-09-01";
  private static final String LOCK_V = "?api-version=2020-05-01";
  private static final Principal ALICE = Principal.user("a-1", "alice@contoso.example");
  private static final Principal BOB = Principal.application("b-1", "b-app");

  private Instant now = Instant.parse("2026-11-15T12:00:00Z");
  private final SimulatedArm azure = SimulatedArm.start(() -> now);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    azure.close();
  }

  @Test
  void who_has_no_token_is_told_to_bring_one() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(azure.endpoint() + ID + V)).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void an_expired_token_is_none() throws Exception {
    String expired = ALICE.token(Instant.EPOCH);

    assertThat(send("GET", ID + V, null, expired).statusCode()).isEqualTo(401);
  }

  @Test
  void the_api_version_is_required_and_must_be_one_of_the_type() throws Exception {
    assertThat(code(send("GET", ID, null, ALICE))).isEqualTo("MissingApiVersionParameter");
    assertThat(code(send("GET", ID + LOCK_V, null, ALICE))).isEqualTo("NoRegisteredProviderFound");
    assertThat(code(send("GET", ID + V, null, ALICE))).isEqualTo("ResourceNotFound");
    assertThat(code(send("GET", GROUP + "/providers/X.Y/z/1" + V, null, ALICE)))
        .isEqualTo("InvalidResourceType");
  }

  @Test
  void system_data_tells_who_made_it_and_who_changed_it_last() throws Exception {
    send("PUT", ID + V, "{\"location\":\"x\"}", ALICE);
    now = now.plus(Duration.ofHours(1));
    send("PATCH", ID + V, "{\"tags\":{\"a\":\"b\"}}", BOB);

    JsonObject system = azure.get(ID).orElseThrow().getAsJsonObject("systemData");
    assertThat(system.get("createdBy").getAsString()).isEqualTo("alice@contoso.example");
    assertThat(system.get("createdAt").getAsString()).isEqualTo("2026-11-15T12:00:00Z");
    assertThat(system.get("lastModifiedBy").getAsString()).isEqualTo("b-app");
    assertThat(system.get("lastModifiedByType").getAsString()).isEqualTo("Application");
    assertThat(system.get("lastModifiedAt").getAsString()).isEqualTo("2026-11-15T13:00:00Z");
  }

  @Test
  void a_patch_replaces_all_tags_and_nothing_else_and_case_of_ids_does_not_count()
      throws Exception {
    send("PUT", ID + V, "{\"location\":\"x\",\"new\":1,\"tags\":{\"a\":\"1\"}}", ALICE);

    send("PATCH", ID.toUpperCase(Locale.ROOT) + V, "{\"tags\":{\"b\":\"2\"}}", ALICE);

    JsonObject json = azure.get(ID).orElseThrow();
    assertThat(json.get("tags")).hasToString("{\"b\":\"2\"}");
    assertThat(json.get("new").getAsInt()).isEqualTo(1);
    assertThat(json.get("id").getAsString()).isEqualTo(ID);
  }

  @Test
  void a_snapshot_captures_its_node_pool_as_it_is_by_then() throws Exception {
    String pool = AKS + "/managedClusters/c/agentPools/p";
    azure.put(pool, json("{\"properties\":{\"nodeImageVersion\":\"v2\"}}"));

    send(
        "PUT",
        ID + V,
        "{\"properties\":{\"creationData\":{\"sourceResourceId\":\"%s\"}}}".formatted(pool),
        ALICE);

    assertThat(azure.get(ID).orElseThrow().getAsJsonObject("properties").get("nodeImageVersion"))
        .hasToString("\"v2\"");
  }

  @Test
  void a_lock_keeps_what_it_is_on_until_it_is_gone() throws Exception {
    send("PUT", ID + V, "{}", ALICE);
    send("PUT", LOCK + LOCK_V, "{\"properties\":{\"level\":\"ReadOnly\"}}", ALICE);

    assertThat(code(send("DELETE", ID + V, null, ALICE))).isEqualTo("ScopeLocked");
    assertThat(code(send("PATCH", ID + V, "{\"tags\":{}}", ALICE))).isEqualTo("ScopeLocked");
    send("PUT", LOCK + LOCK_V, "{\"properties\":{\"level\":\"CanNotDelete\"}}", ALICE);
    assertThat(send("PATCH", ID + V, "{\"tags\":{}}", ALICE).statusCode()).isEqualTo(200);
    assertThat(send("DELETE", LOCK + LOCK_V, null, ALICE).statusCode()).isEqualTo(200);
    assertThat(send("DELETE", ID + V, null, ALICE).statusCode()).isEqualTo(200);
    assertThat(send("DELETE", ID + V, null, ALICE).statusCode()).isEqualTo(204);
  }

  @Test
  void a_group_lists_its_own() throws Exception {
    send("PUT", ID + V, "{}", ALICE);
    send("PUT", ID.replace("/rg/", "/rg2/") + V, "{}", ALICE);

    HttpResponse<String> answer = send("GET", AKS + "/snapshots" + V, null, ALICE);

    assertThat(json(answer.body()).getAsJsonArray("value")).hasSize(1);
  }

  @Test
  void every_change_is_told_of_and_no_attempt() throws Exception {
    List<ArmWrite> writes = new ArrayList<>();
    azure.onWrite(writes::add);

    send("PUT", ID + V, "{}", ALICE);
    send("PATCH", ID + "x" + V, "{}", ALICE);
    send("DELETE", ID + V, null, BOB);
    send("DELETE", ID + V, null, BOB);

    assertThat(writes)
        .extracting(ArmWrite::operation)
        .containsExactly(
            "Microsoft.ContainerService/snapshots/write",
            "Microsoft.ContainerService/snapshots/delete");
    assertThat(writes).extracting(ArmWrite::by).containsExactly(ALICE, BOB);
  }

  private HttpResponse<String> send(String method, String path, String body, Principal by)
      throws IOException, InterruptedException {
    return send(method, path, body, by.token(Instant.now().plusSeconds(600)));
  }

  private HttpResponse<String> send(String method, String path, String body, String token)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(azure.endpoint() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String code(HttpResponse<String> answer) {
    return json(answer.body()).getAsJsonObject("error").get("code").getAsString();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
