package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Hash;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.FunctionHost;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.storage.AzureStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bad policy, from the operator's view: what happens to the writes, and what is told. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BadPolicyTest {

  private static final String GOOD = TriggerRun.resource("/sandbox/policy.json");
  private static final String BAD = GOOD.replace("\"allow\"", "\"alow\"");
  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  private final Map<String, String> settings =
      Map.of(
          "AzureWebJobsStorage",
          Azurite.shared().connectionString(),
          "SNAPWARDEN_MODE",
          "ticket",
          "SNAPWARDEN_POLICY",
          "guard/policy.json",
          "SNAPWARDEN_PRINCIPAL_ID",
          OURSELVES.objectId());
  private final AzureStorage storage =
      new AzureStorage(
          settings,
          () -> {
            throw new AssertionError("the emulator needs no identity");
          });
  private final HttpClient http = new JdkHttpClientBuilder().build();
  private final BlobServiceClient blobs =
      new BlobServiceClientBuilder()
          .httpClient(http)
          .connectionString(settings.get("AzureWebJobsStorage"))
          .buildClient();
  private final QueueServiceClient queues =
      new QueueServiceClientBuilder()
          .httpClient(http)
          .connectionString(settings.get("AzureWebJobsStorage"))
          .messageEncoding(QueueMessageEncoding.BASE64)
          .buildClient();
  private final SimulatedArm arm = SimulatedArm.start();
  private final GeneratedRole role = new GeneratedRole(arm, OURSELVES).ofPolicy(GOOD, Mode.TICKET);
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final List<FunctionHost> processes = new ArrayList<>();
  private int writes;

  @AfterEach
  void end() {
    processes.forEach(FunctionHost::close);
    arm.close();
  }

  /** A process that has seen nothing yet. */
  private FunctionHost coldProcess() {
    App app = new App(settings, storage, new AzureArm(arm.endpoint(), Tokens.of(OURSELVES)));
    FunctionHost process =
        new FunctionHost(() -> app, queues, blobs, "guard/policy.json", log::add);
    processes.add(process);
    return process.start(2);
  }

  /** As in the portal: nobody checks it. */
  private void upload(String text) {
    role.ofPolicy(text, Mode.TICKET);
    blobs
        .getBlobContainerClient("guard")
        .getBlobClient("policy.json")
        .upload(BinaryData.fromString(text), true);
  }

  private String byPipeline() {
    return write(
        "nightly-",
        Events.application(
            "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222"));
  }

  private String byMallory() {
    return write(
        "golden-", Events.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example"));
  }

  private String write(String name, com.google.gson.JsonObject claims) {
    writes++;
    return Events.snapshotWrite(
            ResourceId.of(
                "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/snapshots/"
                    + name
                    + writes),
            claims,
            Instant.parse("2026-11-20T10:00:00Z"),
            "correlation " + writes)
        .toString();
  }

  private void awaitRest() {
    while (processes.stream().anyMatch(process -> !process.atRest())) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private List<Incident> incidents() {
    List<Incident> incidents = new ArrayList<>();
    storage.incidents().each(Set.of(), incidents::add);
    return incidents;
  }

  private List<Incident> violations() {
    return incidents().stream().filter(i -> i.cause() instanceof Cause.Violation).toList();
  }

  private List<Incident> aboutThePolicy() {
    return incidents().stream()
        .filter(
            i -> i.cause() instanceof Cause.NotUnderstood cause && cause.from().equals("policy"))
        .toList();
  }

  private static String hash(String text) {
    return "sha256:" + Hash.hex(text);
  }

  @Test
  void a_hundred_events_in_two_cold_processes_are_decided_as_before_and_one_ticket_is_opened() {
    FunctionHost before = coldProcess();
    upload(GOOD);
    before.deliver(byPipeline());
    upload(BAD);
    FunctionHost one = coldProcess();
    FunctionHost two = coldProcess();

    for (int i = 0; i < 25; i++) {
      one.deliver(byPipeline());
      two.deliver(byPipeline());
      one.deliver(byMallory());
      two.deliver(byMallory());
    }
    awaitRest();

    assertThat(violations())
        .hasSize(50)
        .allMatch(incident -> incident.terms().policyHash().equals(hash(GOOD)))
        .allMatch(incident -> incident.status() == Incident.Status.TICKETED);
    assertThat(aboutThePolicy())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.terms().policyHash()).isEqualTo(hash(BAD));
              assertThat(incident.ticketRef()).isNotNull();
              assertThat(incident.cause().toString()).contains("alow");
            });
    assertThat(incidents()).hasSize(51);
    assertThat(log)
        .filteredOn(line -> line.contains("\"verdict\":\"allowed\"") && line.contains("Advance"))
        .hasSize(50);
  }

  @Test
  void a_mended_policy_counts_from_the_next_event_on() {
    FunctionHost process = coldProcess();
    upload(BAD);
    process.deliver(byPipeline());
    awaitRest();
    assertThat(violations())
        .singleElement()
        .extracting(i -> i.terms().policyHash())
        .isEqualTo("none");

    upload(GOOD);
    process.deliver(byPipeline());
    process.deliver(byMallory());
    awaitRest();

    assertThat(violations())
        .extracting(incident -> incident.terms().policyHash())
        .containsExactlyInAnyOrder("none", hash(GOOD));
    assertThat(storage.policies().lastGood()).contains(GOOD);
  }

  @Test
  void a_bad_version_never_replaces_a_good_one_neither_in_memory_nor_in_storage() {
    FunctionHost process = coldProcess();
    upload(GOOD);
    process.deliver(byPipeline());
    upload(BAD);

    process.deliver(byPipeline());
    process.deliver(byMallory());
    awaitRest();

    assertThat(violations())
        .singleElement()
        .extracting(incident -> incident.terms().policyHash())
        .isEqualTo(hash(GOOD));
    assertThat(storage.policies().lastGood()).contains(GOOD);
    assertThat(storage.policies().current().map(PolicyStore.Stored::text)).contains(BAD);
    assertThat(aboutThePolicy()).hasSize(1);
  }

  @Test
  void each_bad_version_gets_a_ticket_of_its_own() {
    FunctionHost process = coldProcess();
    upload(BAD);
    process.deliver(byMallory());
    upload("not a policy");

    process.deliver(byMallory());
    awaitRest();

    assertThat(aboutThePolicy())
        .extracting(incident -> incident.terms().policyHash())
        .containsExactlyInAnyOrder(hash(BAD), hash("not a policy"));
  }

  @Test
  void a_policy_with_thousands_of_problems_still_fits_into_its_message() {
    FunctionHost process = coldProcess();
    upload(GOOD.replace("\"allow\": [", "\"allow\": [" + "{\"id\": 7, \"täg\": 1},".repeat(3_000)));

    process.deliver(byMallory());
    awaitRest();

    assertThat(aboutThePolicy())
        .singleElement()
        .extracting(incident -> ((Cause.NotUnderstood) incident.cause()).reason())
        .asString()
        .contains("$.allow[0]", " more: see check");
    assertThat(violations()).hasSize(1);
  }

  @Test
  void where_a_policy_was_never_uploaded_nothing_is_kept_as_the_last_good_one() {
    FunctionHost process = coldProcess();

    process.deliver(byPipeline());
    awaitRest();

    assertThat(violations()).hasSize(1);
    assertThat(storage.policies().lastGood()).isEmpty();
  }
}
