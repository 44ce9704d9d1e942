package io.snapwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.models.QueueMessageItem;
import com.google.gson.JsonObject;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.incident.Ports;
import io.snapwarden.incident.Responder;
import io.snapwarden.incident.TicketRules;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.playbook.Playbook;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.storage.AzureStorage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The whole way: the app asks, a person decides at the command line, the app does it. */
class OperatorStoryTest {

  private static final Principal MALLORY =
      Principal.user(Writes.MALLORY.toString(), "mallory@contoso.example");

  private static final ResponseRule RESPONSE =
      new ResponseRule(
          "production",
          List.of(),
          Set.of(),
          Mode.APPROVE,
          List.of(
              new RemediationChoice("tag-snapshot", new JsonObject()),
              new RemediationChoice("lock-snapshot", new JsonObject())),
          new TicketChoice("ledger", Severity.HIGH, List.of()),
          Duration.ofHours(24));

  /** The day of the person at the terminal is that of Azure and of the app. */
  private final Clock clock = Clock.fixed(Terminal.TODAY, ZoneOffset.UTC);

  private final Desk desk = new Desk().signedInAs(Desk.ALICE);
  private final SimulatedArm arm = SimulatedArm.start(clock::instant);
  private final ResourceId target = Writes.snapshot("aks-prod-1", "golden-1");
  private final SnapshotWrite write =
      Writes.aWrite().by(Writes.user(Writes.MALLORY)).to(target).at(Desk.CREATED).build();
  private final String id = IncidentId.of(write).text();

  private final QueueClient queue =
      new QueueClientBuilder()
          .connectionString(desk.connectionString())
          .queueName("snapwarden-incidents")
          .messageEncoding(QueueMessageEncoding.BASE64)
          .httpClient(new JdkHttpClientBuilder().build())
          .buildClient();

  @BeforeEach
  void mallory_writes_a_snapshot_and_the_app_asks() {
    new GeneratedRole(arm, Desk.APP).of(List.of(RESPONSE), Mode.REMEDIATE);
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("properties", new JsonObject());
    arm.putSnapshot(target.text(), snapshot, MALLORY, Desk.CREATED);
    queue.createIfNotExists();
    desk.storage()
        .inbox()
        .put(
            MessageJson.write(
                new IncidentMessage.Detected(
                    write,
                    Set.of(ViolationCode.UNKNOWN_CALLER),
                    "no rule names the caller",
                    RESPONSE,
                    "sha256:test",
                    10)));
    work();
  }

  @AfterEach
  void end() {
    arm.close();
    desk.close();
  }

  /** Lets the app work on all that is due. */
  private void work() {
    AzureStorage storage = desk.storage();
    Responder responder =
        new Responder(
            new Ports(
                storage.incidents(),
                storage.schedule(),
                storage.inbox(),
                storage.evidence(),
                storage.turns(),
                storage.budgets(),
                storage.tickets(),
                storage.storms(),
                event -> {}),
            new Playbook(
                new AzureArm(
                        arm.endpoint(),
                        request ->
                            Mono.just(
                                new AccessToken(
                                    Desk.APP.token(Instant.now().plusSeconds(3_600)),
                                    Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC))))
                    ::send),
            Mode.REMEDIATE,
            Guid.of(Desk.APP.objectId()),
            TicketRules.DEFAULT,
            clock,
            new Random(1),
            () -> UUID.randomUUID().toString());
    for (QueueMessageItem message = queue.receiveMessage();
        message != null;
        message = queue.receiveMessage()) {
      responder.receive(MessageJson.read(message.getBody().toString()), line -> {});
      queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
    }
  }

  private String tags() {
    return String.valueOf(arm.get(target.text()).orElseThrow().get("tags"));
  }

  @Test
  void what_is_approved_is_done_and_what_is_done_can_be_taken_back() {
    assertThat(arm.writes()).isEmpty();
    assertThat(desk.run("list", "--status", "awaiting-approval").out()).contains(id);
    assertThat(desk.run("show", id).out()).contains("incidents approve " + id + " --plan ");

    Terminal.Ran approved = desk.run("approve", id);
    work();

    assertThat(approved.exitCode()).as(approved.err()).isZero();
    assertThat(desk.run("show", id).out())
        .contains(" is contained\n", "approved by alice@contoso.example", "lock-snapshot: done");
    assertThat(tags()).contains(id);
    assertThat(desk.run("limits").out()).contains(Writes.SUBSCRIPTION + "  1");

    Terminal.Ran undone = desk.run("undo", id);
    work();

    assertThat(undone.out())
        .containsSubsequence("to take back", "lock-snapshot", "tag-snapshot", "by alice@");
    assertThat(desk.run("list").out()).contains("undone");
    assertThat(tags()).doesNotContain(id);
    assertThat(desk.run("verify", "--all").exitCode()).isZero();
  }

  @Test
  void what_is_rejected_is_not_done_until_a_retry_asks_again() {
    Terminal.Ran rejected = desk.run("reject", id);
    work();

    assertThat(rejected.exitCode()).as(rejected.err()).isZero();
    assertThat(desk.run("show", id).out())
        .contains(" is ticketed\n", "  held     the plan was rejected by alice@contoso.example");
    assertThat(arm.writes()).isEmpty();

    Terminal.Ran retried = desk.run("retry", id);
    work();

    assertThat(retried.exitCode()).as(retried.err()).isZero();
    assertThat(desk.run("list").out()).contains("awaiting-approval");
    assertThat(arm.writes()).isEmpty();
    assertThat(desk.run("verify", id).exitCode()).isZero();
  }
}
