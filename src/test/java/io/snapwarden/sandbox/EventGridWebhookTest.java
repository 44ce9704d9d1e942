package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventGridWebhookTest {

  private final List<String> got = new CopyOnWriteArrayList<>();
  private final EventGridWebhook webhook =
      new EventGridWebhook(
          0,
          Map.of(
              "OnSnapshotWrite",
              event -> {
                got.add(event);
                if (event.contains("fail")) {
                  throw new IllegalStateException("told to");
                }
              }));

  @AfterEach
  void stop() {
    webhook.close();
  }

  private HttpResponse<String> post(String type, String body) throws Exception {
    return send(webhook.uri("OnSnapshotWrite"), "POST", type, body);
  }

  private static HttpResponse<String> send(URI uri, String method, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (type != null) {
      request.header("aeg-event-type", type);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_single_event_and_each_of_an_array_is_an_invocation_of_its_own() throws Exception {
    assertThat(post("Notification", "{\"id\": \"1\"}").statusCode()).isEqualTo(202);
    assertThat(post("Notification", "[{\"id\": \"2\"}, {\"id\": \"3\"}]").statusCode())
        .isEqualTo(202);

    assertThat(got).containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}", "{\"id\":\"3\"}");
  }

  @Test
  void one_failure_fails_the_whole_request_but_every_event_is_tried() throws Exception {
    assertThat(post("Notification", "[{\"id\":\"fail\"},{\"id\":\"2\"}]").statusCode())
        .isEqualTo(500);

    assertThat(got).hasSize(2);
  }

  @Test
  void without_the_header_or_without_json_it_is_a_bad_request() throws Exception {
    assertThat(post(null, "{}").statusCode()).isEqualTo(400);
    assertThat(post("Something", "{}").statusCode()).isEqualTo(400);
    assertThat(post("Notification", "nonsense").statusCode()).isEqualTo(400);

    assertThat(got).isEmpty();
  }

  @Test
  void an_unknown_function_is_not_found() throws Exception {
    assertThat(send(webhook.uri("Another"), "POST", "Notification", "{}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void both_handshakes_are_answered() throws Exception {
    HttpResponse<String> eventGrid =
        post(
            "SubscriptionValidation",
            "[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"abc\"}}]");
    HttpResponse<String> cloudEvents = send(webhook.uri("OnSnapshotWrite"), "OPTIONS", null, "");

    assertThat(JsonParser.parseString(eventGrid.body()).getAsJsonObject())
        .hasToString("{\"validationResponse\":\"abc\"}");
    assertThat(cloudEvents.statusCode()).isEqualTo(200);
    assertThat(cloudEvents.headers().firstValue("WebHook-Allowed-Origin")).isPresent();
    assertThat(got).isEmpty();
  }
}
