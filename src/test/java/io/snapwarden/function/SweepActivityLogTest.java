package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.google.gson.JsonObject;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Incident;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.FunctionHost;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.storage.AzureStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real functions on the storage emulator and a simulated Azure, where events get lost. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SweepActivityLogTest {

  private static final int WRITES = 300;
  private static final double LOST = 0.20;
  private static final long SEED = 20261123;
  private static final String POLICY = "snapwarden/policy.json";
  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  private static final Guid GUARDED = Guid.of(SUBSCRIPTION);

  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  private static final Principal PIPELINE =
      Principal.application(
          "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222");
  private static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  /** What somebody wrote, and the event that may get lost. */
  private record Written(ResourceId target, boolean allowed, String event) {}

  private final SimulatedArm arm = SimulatedArm.start();
  private final Map<String, String> settings = new HashMap<>();
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private AzureStorage storage;
  private QueueServiceClient queues;
  private FunctionHost host;

  @BeforeEach
  void start() {
    new GeneratedRole(arm, OURSELVES).ofPolicy(sandboxPolicy(), Mode.REMEDIATE);
    String account = Azurite.shared().connectionString();
    settings.put("AzureWebJobsStorage", account);
    settings.put("SNAPWARDEN_MODE", "remediate");
    settings.put("SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
    settings.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    settings.put("SNAPWARDEN_SUBSCRIPTIONS", SUBSCRIPTION);
    storage =
        new AzureStorage(
            settings,
            () -> {
              throw new IllegalStateException("the emulator needs no identity");
            });
    HttpClient http = new JdkHttpClientBuilder().build();
    queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(account)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    BlobServiceClient blobs =
        new BlobServiceClientBuilder().httpClient(http).connectionString(account).buildClient();
    App app = new App(settings, storage, new AzureArm(arm.endpoint(), Tokens.of(OURSELVES)));
    host = new FunctionHost(() -> app, queues, blobs, POLICY, log::add);
    blobs
        .getBlobContainerClient("snapwarden")
        .getBlobClient("policy.json")
        .upload(BinaryData.fromString(sandboxPolicy()));
  }

  @AfterEach
  void stop() {
    host.close();
    arm.close();
  }

  private static String sandboxPolicy() {
    try (InputStream in = SweepActivityLogTest.class.getResourceAsStream("/sandbox/policy.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Written write(int number, Random random) {
    boolean allowed = random.nextInt(3) == 0;
    ResourceId target =
        ResourceId.of(
            "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
                .formatted(
                    SUBSCRIPTION,
                    allowed || random.nextBoolean() ? "aks-prod-1" : "aks-dev-1",
                    (allowed ? "nightly-" : "golden-") + number));
    Principal by = allowed ? PIPELINE : MALLORY;
    String correlation = UUID.randomUUID().toString();
    Instant now = Instant.now();
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    arm.putSnapshot(target.text(), snapshot, by, now, correlation);
    String event = Events.snapshotWrite(target, Events.claims(by), now, correlation).toString();
    return new Written(target, allowed, event);
  }

  private void comeToRest() {
    while (!host.atRest()) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private int waiting() {
    return queues
        .getQueueClient("snapwarden-incidents")
        .getProperties()
        .getApproximateMessagesCount();
  }

  @Test
  void what_a_fifth_of_lost_events_would_have_told_the_sweep_finds() {
    Random random = new Random(SEED);
    List<Written> writes = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      writes.add(write(i, random));
    }
    Collections.shuffle(writes, random);
    int lost = (int) (WRITES * LOST);
    host.start(4);
    writes.subList(lost, WRITES).forEach(written -> host.deliver(written.event()));
    comeToRest();
    List<Written> unseen =
        writes.subList(0, lost).stream().filter(written -> !written.allowed()).toList();
    assertThat(unseen)
        .isNotEmpty()
        .allSatisfy(
            written -> assertThat(storage.incidents().onTarget(written.target())).isEmpty());

    Instant start = Instant.now();
    host.sweep();
    Duration first = Duration.between(start, Instant.now());
    comeToRest();
    host.close();

    for (Written written : writes) {
      List<Incident> found = storage.incidents().onTarget(written.target());
      assertThat(found).as(written.toString()).hasSize(written.allowed() ? 0 : 1);
      assertThat(found)
          .allSatisfy(
              incident ->
                  assertThat(incident.status())
                      .isIn(Incident.Status.CONTAINED, Incident.Status.TICKETED));
    }
    assertThat(host.failures()).isEmpty();
    start = Instant.now();
    host.sweep();
    Duration second = Duration.between(start, Instant.now());
    assertThat(waiting()).isZero();
    assertThat(log.stream().filter(line -> line.contains("\"snapwarden.sweep\"")))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"state\":\"swept\"", "\"queued\":0");
    System.out.printf(
        "sweep: %d writes, %d events lost, %d of them violations: all found; first sweep %d ms,"
            + " second %d ms; %s%n",
        WRITES,
        lost,
        unseen.size(),
        first.toMillis(),
        second.toMillis(),
        log.stream().filter(line -> line.contains("\"snapwarden.sweep\"")).toList());
  }

  @Test
  void a_denied_sweep_fails_the_invocation_and_the_next_one_finds_the_write() {
    Written written = violation();
    arm.faults().next(call -> true, Fault.error(403, "AuthorizationFailed", "no authorization"));
    assertThatThrownBy(host::sweep).hasMessageContainingAll(SUBSCRIPTION, "403");

    host.sweep();
    host.start(1);
    comeToRest();

    assertThat(storage.incidents().onTarget(written.target())).hasSize(1);
    assertThat(storage.watermarks().sweptUntil(GUARDED)).isPresent();
  }

  @Test
  void an_app_without_subscriptions_warns_and_asks_nothing() {
    Map<String, String> none = new HashMap<>(settings);
    none.put("SNAPWARDEN_SUBSCRIPTIONS", " ");
    App app = new App(none, storage, new AzureArm(arm.endpoint(), Tokens.of(OURSELVES)));
    violation();

    new SweepActivityLog(() -> app)
        .run("{}", null, new io.snapwarden.sandbox.HostContext("SweepActivityLog", log::add));

    assertThat(log).singleElement().asString().contains("SNAPWARDEN_SUBSCRIPTIONS");
    assertThat(arm.requests()).isEmpty();
  }

  private Written violation() {
    Random random = new Random(SEED);
    Written written = write(0, random);
    while (written.allowed()) {
      written = write(0, random);
    }
    return written;
  }
}
