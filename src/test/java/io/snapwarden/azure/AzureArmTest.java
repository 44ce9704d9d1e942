package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.azure.core.credential.AccessToken;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.azure.ArmException.Kind;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AzureArmTest {

  private static final String ID =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/rg/providers"
          + "/Microsoft.ContainerService/snapshots/s1";
  private static final String VERSION = "2025-09-01";
  private static final Principal APP =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  private final SimulatedArm azure = SimulatedArm.start();
  private final IdentityEndpoint identity = IdentityEndpoint.start(APP);
  private Arm arm;

  @BeforeEach
  void connect() {
    GivenEnvironment.set(identity.environment());
    arm = new AzureArm(azure.endpoint(), Credentials.of(identity.environment()));
    azure.hold(
        APP,
        List.of(
            "Microsoft.ContainerService/snapshots/read",
            "Microsoft.ContainerService/snapshots/write"));
    azure.putSnapshot(
        ID, json("{\"location\":\"westeurope\",\"future\":{\"x\":[1.50]}}"), APP, Instant.EPOCH);
  }

  @AfterEach
  void disconnect() {
    GivenEnvironment.reset();
    identity.close();
    azure.close();
  }

  @Test
  void a_resource_is_read_whole_with_its_etag_as_the_apps_identity() {
    Optional<Arm.Live> live = arm.read(ID, VERSION);

    assertThat(live).isPresent();
    assertThat(live.get().json().get("future")).hasToString("{\"x\":[1.50]}");
    assertThat(live.get().etag()).isNotBlank();
    assertThat(azure.requests())
        .extracting(ArmCall::principal, ArmCall::apiVersion)
        .containsExactly(tuple(APP, VERSION));
  }

  @Test
  void a_resource_that_is_not_there_is_empty() {
    assertThat(arm.read(ID + "x", VERSION)).isEmpty();
  }

  @Test
  void one_token_serves_many_requests() {
    arm.read(ID, VERSION);
    arm.read(ID, VERSION);
    arm.send(patch(null));

    assertThat(identity.requests()).isEqualTo(1);
  }

  @Test
  void an_etag_that_has_passed_changes_nothing() {
    String etag = arm.read(ID, VERSION).orElseThrow().etag();
    arm.send(patch(etag));

    ArmAnswer second = arm.send(patch(etag));

    assertThat(second.status()).isEqualTo(412);
  }

  @Test
  void a_token_that_azure_does_not_take_is_final() {
    Arm stranger =
        new AzureArm(
            azure.endpoint(), request -> Mono.just(new AccessToken("opaque", OffsetDateTime.MAX)));

    ArmException e = failure(() -> stranger.read(ID, VERSION));

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(e).hasMessageContaining("401").hasMessageNotContaining("opaque");
  }

  @Test
  void without_a_token_nothing_is_sent_and_it_may_pass() {
    identity.refuse(400);

    ArmException e = failure(() -> arm.read(ID, VERSION));

    assertThat(e.kind()).isEqualTo(Kind.PASSING);
    assertThat(e)
        .hasMessageContaining("no token for Azure")
        .hasMessageNotContaining(identity.environment().get("IDENTITY_HEADER"));
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void of_several_identities_it_is_the_one_that_holds_the_storage() {
    assertThat(as("AzureWebJobsStorage__clientId", APP.applicationId()).read(ID, VERSION))
        .isPresent();
    assertThatThrownBy(() -> as("AZURE_CLIENT_ID", "another").read(ID, VERSION))
        .hasMessageContaining("no token for Azure");
  }

  @Test
  void a_throttled_read_is_handed_back_at_once_with_its_delay() {
    azure.faults().every(call -> true, Fault.throttled(Duration.ofMinutes(7)));

    ArmAnswer answer = arm.send(ArmRequest.get(ID, VERSION));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofMinutes(7));
    assertThat(azure.requests()).hasSize(1);
  }

  @Test
  void a_read_that_meets_a_passing_fault_is_tried_once_more() {
    azure.faults().next(Fault.unavailable());

    ArmAnswer answer = arm.send(ArmRequest.get(ID, VERSION));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(azure.requests()).extracting(ArmCall::status).containsExactly(503, 200);
  }

  @Test
  void a_read_is_not_tried_for_ever() {
    azure.faults().every(call -> true, Fault.unavailable());

    ArmAnswer answer = arm.send(ArmRequest.get(ID, VERSION));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(azure.requests()).hasSize(2);
  }

  @Test
  void a_write_is_never_tried_twice() {
    azure.faults().every(call -> true, Fault.unavailable());

    ArmAnswer answer = arm.send(patch(null));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(azure.requests()).hasSize(1);
  }

  @Test
  void a_write_whose_answer_is_lost_is_not_sent_again_and_may_have_been_made() {
    azure.faults().next(new Fault.DropAfter());

    ArmException e = failure(() -> arm.send(patch(null)));

    assertThat(e.kind()).isEqualTo(Kind.PASSING);
    assertThat(e).hasMessageContaining("no answer to PATCH " + ID);
    assertThat(azure.requests()).hasSize(1);
    assertThat(azure.get(ID).orElseThrow().get("tags")).hasToString("{\"a\":\"b\"}");
  }

  @Test
  void nobody_listening_may_pass() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    Arm deaf = new AzureArm(nobody, Credentials.of(identity.environment()));

    ArmException e = failure(() -> deaf.read(ID, VERSION));

    assertThat(e.kind()).isEqualTo(Kind.PASSING);
  }

  @Test
  void a_denial_names_the_missing_right() {
    azure.grant(APP, List.of());

    ArmException e = failure(() -> arm.read(ID, VERSION));

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(e).hasMessageContaining("lacks Microsoft.ContainerService/snapshots/read on " + ID);
  }

  @Test
  void no_token_goes_to_another_machine_in_plain_text() {
    assertThatThrownBy(
            () ->
                new AzureArm(URI.create("http://10.0.0.4"), Credentials.of(identity.environment())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SNAPWARDEN_ARM_ENDPOINT");
    assertThat(identity.requests()).isZero();
  }

  private Arm as(String setting, String clientId) {
    Map<String, String> settings = new HashMap<>(identity.environment());
    settings.put(setting, clientId);
    return new AzureArm(azure.endpoint(), Credentials.of(settings));
  }

  private static ArmRequest patch(String etag) {
    return new ArmRequest(Method.PATCH, ID, VERSION, json("{\"tags\":{\"a\":\"b\"}}"), etag);
  }

  private static ArmException failure(Runnable asking) {
    return catchThrowableOfType(ArmException.class, asking::run);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
