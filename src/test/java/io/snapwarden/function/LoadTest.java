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
import com.google.gson.JsonObject;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.FunctionHost;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.TicketBook;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Events, a third of them duplicates, shuffled, on eight threads, through the real functions
 * against the storage emulator and a simulated Azure in which every tenth request goes wrong: while
 * nothing dies, no invocation fails. The chaos run is about what happens otherwise.
 */
class LoadTest {

  private static final int EVENTS = 90;
  private static final int DUPLICATES = EVENTS / 3;
  private static final int THREADS = 8;
  private static final long SEED = 20261123;
  private static final String POLICY = "snapwarden/policy.json";
  private static final String GROUPS =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/";

  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  private static final Principal PIPELINE =
      Principal.application(
          "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222");
  private static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  private record Written(ResourceId target, String event, Kind kind) {}

  private enum Kind {
    ALLOWED,
    REMEDIATED,
    TICKETED
  }

  private final SimulatedArm arm = SimulatedArm.start();

  private Written write(int number, Kind kind) {
    ResourceId target =
        ResourceId.of(
            GROUPS
                + (kind == Kind.TICKETED ? "aks-dev-1" : "aks-prod-1")
                + "/providers/Microsoft.ContainerService/snapshots/"
                + (kind == Kind.ALLOWED ? "nightly-" : "golden-")
                + number);
    Principal by = kind == Kind.ALLOWED ? PIPELINE : MALLORY;
    Instant now = Instant.now();
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    arm.putSnapshot(target.text(), snapshot, by, now);
    JsonObject claims =
        kind == Kind.ALLOWED
            ? Events.application(by.objectId(), by.applicationId())
            : Events.user(by.objectId(), by.name());
    return new Written(
        target,
        Events.snapshotWrite(target, claims, now, "correlation-" + number).toString(),
        kind);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void every_violation_ends_in_one_incident_and_every_snapshot_in_its_desired_state()
      throws Exception {
    Map<String, String> settings =
        Map.of(
            "AzureWebJobsStorage", Azurite.shared().connectionString(),
            "SNAPWARDEN_MODE", "remediate",
            "SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
    AzureStorage storage =
        new AzureStorage(
            settings,
            () -> {
              throw new IllegalStateException("the emulator needs no identity");
            });
    App app = new App(settings, storage, new AzureArm(arm.endpoint(), Tokens.of(OURSELVES)));
    FunctionHost host = host(settings, app);
    Random random = new Random(SEED);
    List<Written> writes = new ArrayList<>();
    for (int i = 0; i < EVENTS - DUPLICATES; i++) {
      writes.add(write(i, Kind.values()[random.nextInt(Kind.values().length)]));
    }
    List<String> events = new ArrayList<>(writes.stream().map(Written::event).toList());
    for (int i = 0; i < DUPLICATES; i++) {
      events.add(events.get(random.nextInt(writes.size())));
    }
    Collections.shuffle(events, random);
    arm.faults().atRandom(SEED, 0.10, Duration.ofSeconds(2));
    Instant start = Instant.now();

    int redelivered = deliver(host, events);
    while (!host.idle() || somethingOpen(storage)) {
      LockSupport.parkNanos(50_000_000);
    }
    host.close();
    arm.faults().clear();

    Incidents incidents = storage.incidents();
    TicketBook tickets = storage.tickets();
    Set<String> references = new HashSet<>();
    for (Written write : writes) {
      List<Incident> found = incidents.onTarget(write.target());
      if (write.kind() == Kind.ALLOWED) {
        assertThat(found).isEmpty();
        continue;
      }
      assertThat(found).as(write.target().text()).hasSize(1);
      Incident incident = found.get(0);
      assertThat(incident.status())
          .as("%s: %s", incident.id(), incidents.journal(incident.id()))
          .isEqualTo(
              write.kind() == Kind.REMEDIATED
                  ? Incident.Status.CONTAINED
                  : Incident.Status.TICKETED);
      assertThat(incidents.journal(incident.id())).allMatch(JournalEntry::sound);
      assertThat(references.add(incident.ticketRef())).isTrue();
      assertThat(tickets.find(incident.ticketRef())).isPresent();
      JsonObject snapshot = arm.get(write.target().text()).orElseThrow();
      boolean tagged =
          snapshot.has("tags") && snapshot.getAsJsonObject("tags").has("snapwarden-incident");
      assertThat(tagged).isEqualTo(write.kind() == Kind.REMEDIATED);
      assertThat(arm.get(lock(write.target(), incident)).isPresent()).isEqualTo(tagged);
    }
    assertThat(host.failures()).isEmpty();
    System.out.printf(
        "load: %d events (%d duplicates, %d redelivered) of %d writes: %d incidents, %d tickets;"
            + " %d requests to Azure, %d of them faulty; %.1f s%n",
        EVENTS,
        DUPLICATES,
        redelivered,
        writes.size(),
        references.size(),
        references.size(),
        arm.requests().size(),
        arm.requests().stream().filter(call -> call.status() == 0 || call.status() >= 405).count(),
        Duration.between(start, Instant.now()).toMillis() / 1000.0);
    arm.close();
  }

  private static String lock(ResourceId target, Incident incident) {
    return target + "/providers/Microsoft.Authorization/locks/snapwarden-" + incident.id();
  }

  /** Delivers on all threads; what fails is delivered again, as Event Grid does. */
  private static int deliver(FunctionHost host, List<String> events) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch delivered = new CountDownLatch(events.size());
    AtomicInteger again = new AtomicInteger();
    for (String event : events) {
      threads.execute(
          () -> {
            while (true) {
              try {
                host.deliver(event);
                delivered.countDown();
                return;
              } catch (RuntimeException e) {
                again.incrementAndGet();
              }
            }
          });
    }
    delivered.await();
    threads.shutdown();
    return again.get();
  }

  private static FunctionHost host(Map<String, String> settings, App app) throws Exception {
    HttpClient http = new JdkHttpClientBuilder().build();
    String storage = settings.get("AzureWebJobsStorage");
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(storage)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    BlobServiceClient blobs =
        new BlobServiceClientBuilder().httpClient(http).connectionString(storage).buildClient();
    FunctionHost host = new FunctionHost(() -> app, queues, blobs, POLICY, line -> {});
    try (InputStream policy = LoadTest.class.getResourceAsStream("/sandbox/policy.json")) {
      blobs
          .getBlobContainerClient("snapwarden")
          .getBlobClient("policy.json")
          .upload(BinaryData.fromString(withoutLimit(policy.readAllBytes())));
    }
    return host.start(THREADS);
  }

  private static String withoutLimit(byte[] policy) {
    return new String(policy, StandardCharsets.UTF_8)
        .replace("\"remediatedTargetsPerHour\": 10", "\"remediatedTargetsPerHour\": 1000");
  }

  /** What waits in the queue for a lease to end is of no interest once its incident has ended. */
  private static boolean somethingOpen(AzureStorage storage) {
    AtomicBoolean open = new AtomicBoolean();
    storage.incidents().each(Set.of(Incident.Status.OPEN), incident -> open.set(true));
    return open.get();
  }
}
