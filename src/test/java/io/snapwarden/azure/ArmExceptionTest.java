package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.azure.ArmException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmExceptionTest {

  @ParameterizedTest
  @CsvSource({
    "408, RequestTimeout, PASSING",
    "409, OperationNotAllowed, PASSING",
    "409, EtagMismatch, PASSING",
    "409, AnotherOperationInProgress, PASSING",
    "409, RetryableErrorDueToAnotherOperation, PASSING",
    "409, Conflict, PASSING",
    "409, ScopeLocked, FINAL",
    "409, QuotaExceeded, FINAL",
    "409, ReadOnlyDisabledSubscription, FINAL",
    "412, PreconditionFailed, PASSING",
    "429, TooManyRequests, PASSING",
    "429, RetryableErrorDueToAnotherOperation, PASSING",
    "500, InternalServerError, PASSING",
    "502, BadGateway, PASSING",
    "503, ServiceUnavailable, PASSING",
    "504, GatewayTimeout, PASSING",
    "501, NotImplemented, FINAL",
    "400, InvalidParameter, FINAL",
    "401, AuthenticationFailed, FINAL",
    "403, AuthorizationFailed, FINAL",
    "404, ResourceNotFound, FINAL",
    "405, MethodNotAllowed, FINAL",
    "302, Found, FINAL",
  })
  void what_waiting_cures_is_told_from_what_it_does_not(int status, String code, Kind kind) {
    ArmException e = ArmException.of(error(status, code, "said Azure"));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessageContaining(status + " " + code).hasMessageContaining("said Azure");
  }

  @Test
  void an_exhausted_quota_is_final_under_any_code() {
    ArmException e =
        ArmException.of(error(409, "OperationNotAllowed", "would exceed approved Quota of cores"));

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
  }

  @Test
  void a_denial_names_the_right_that_is_missing_and_where() {
    ArmException e =
        ArmException.of(
            error(
                403,
                "AuthorizationFailed",
                "The client 'x' with object id 'x' does not have authorization to perform action"
                    + " 'Microsoft.ContainerService/snapshots/write' over scope '/subscriptions/1' or the"
                    + " scope is invalid."));

    assertThat(e)
        .hasMessageContaining(
            "the app's identity lacks Microsoft.ContainerService/snapshots/write on /subscriptions/1");
  }

  @Test
  void of_a_linked_right_it_names_the_one_that_is_missing_however_long_the_ids_are() {
    String scope = "/subscriptions/" + "x".repeat(250);
    ArmException e =
        ArmException.of(
            error(
                403,
                "LinkedAuthorizationFailed",
                "The client 'x' with object id 'x' has permission to perform action"
                    + " 'Microsoft.ContainerService/managedClusters/agentPools/write' on scope '"
                    + scope
                    + "'; however, it does not have permission to perform action"
                    + " 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '"
                    + scope
                    + "' or the linked scope(s) are invalid."));

    assertThat(e)
        .hasMessageContaining(
            "the app's identity lacks Microsoft.Network/virtualNetworks/subnets/join/action on "
                + scope);
  }

  @Test
  void a_deny_assignment_is_told_in_azures_words() {
    ArmException e = ArmException.of(error(403, "DenyAssignmentAuthorizationFailed", "is denied"));

    assertThat(e).hasMessageContaining("is denied");
  }

  @Test
  void it_keeps_how_long_azure_asks_to_wait() {
    ArmAnswer answer = new ArmAnswer(429, null, null, Duration.ofSeconds(17));

    assertThat(ArmException.of(answer).retryAfter()).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void what_azure_says_is_one_bounded_line_without_a_token() {
    String said =
        "first\r\nsecond\u202e Bearer eyJhbGciOiJub25lIn0.eyJvaWQiOiJ4In0.sig " + "x".repeat(2000);

    assertThat(ArmException.of(error(400, "Bad\nCode", said)).getMessage())
        .hasSizeLessThan(600)
        .doesNotContain("\n", "\r", "\u202e", "eyJ")
        .contains("first second");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "\"text\"", "{\"error\":\"text\"}", "{\"error\":{\"code\":{}}}"})
  void an_answer_of_any_shape_has_a_message(String body) {
    ArmAnswer answer = new ArmAnswer(400, JsonParser.parseString(body), null, null);

    assertThat(ArmException.of(answer)).hasMessage("Azure answered 400");
  }

  @Test
  void an_error_without_its_wrapping_is_understood() {
    ArmAnswer answer =
        new ArmAnswer(409, JsonParser.parseString("{\"code\":\"ScopeLocked\"}"), null, null);

    assertThat(answer.errorCode()).isEqualTo("ScopeLocked");
  }

  @Test
  void a_success_that_is_no_json_is_no_resource_and_passes() {
    Arm arm = request -> new ArmAnswer(200, null, null, null);

    assertThatThrownBy(() -> arm.read("/subscriptions/1", "2025-09-01"))
        .isInstanceOfSatisfying(
            ArmException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PASSING));
  }

  private static ArmAnswer error(int status, String code, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new ArmAnswer(status, body, null, null);
  }
}
