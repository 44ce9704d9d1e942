package io.snapwarden.function;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Incident;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmWrite;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The real functions in front of a simulated Azure that tells of every write through Event Grid,
 * ours too, with their storage on the emulator.
 */
final class GuardedSubscription implements AutoCloseable {

  static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  private static final String POLICY = "snapwarden/policy.json";
  private static final String API = "2025-09-01";
  private static final int WORKERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final SimulatedArm arm = SimulatedArm.start();
  final AzureStorage storage;
  private final GeneratedRole role = new GeneratedRole(arm, OURSELVES);
  final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  final AtomicInteger delivered = new AtomicInteger();

  private final AtomicInteger undelivered = new AtomicInteger();
  private final ExecutorService eventGrid = Executors.newFixedThreadPool(WORKERS);
  private final FunctionHost host;
  private final BlobServiceClient blobs;

  GuardedSubscription() {
    this(Map.of());
  }

  /** With settings of its own beside the usual ones. */
  GuardedSubscription(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AzureWebJobsStorage", Azurite.shared().connectionString());
    settings.put("SNAPWARDEN_MODE", "remediate");
    settings.put("SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
    settings.put("SNAPWARDEN_SUBSCRIPTIONS", "55555555-5555-5555-5555-555555555555");
    settings.putAll(more);
    storage =
        new AzureStorage(
            settings,
            () -> {
              throw new IllegalStateException("the emulator needs no identity");
            });
    App app = new App(settings, storage, new AzureArm(arm.endpoint(), Tokens.of(OURSELVES)));
    HttpClient http = new JdkHttpClientBuilder().build();
    String connection = settings.get("AzureWebJobsStorage");
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(connection)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    blobs =
        new BlobServiceClientBuilder().httpClient(http).connectionString(connection).buildClient();
    host = new FunctionHost(() -> app, queues, blobs, POLICY, log::add);
    policy(resource("/sandbox/policy.json"));
    host.start(WORKERS);
    arm.onWrite(this::tell);
  }

  static String resource(String name) {
    try (InputStream in = GuardedSubscription.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ResourceId snapshot(String group, String name) {
    return ResourceId.of(
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
            .formatted(group, name));
  }

  /** From the next event on. */
  void policy(String text) {
    role.ofPolicy(text, Mode.REMEDIATE);
    blobs
        .getBlobContainerClient("snapwarden")
        .getBlobClient("policy.json")
        .upload(BinaryData.fromString(text), true);
  }

  /** Somebody writes a snapshot through Azure Resource Manager. */
  void writes(Principal who, ResourceId target) {
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("properties", new JsonObject());
    new AzureArm(arm.endpoint(), Tokens.of(who))
        .send(new ArmRequest(ArmRequest.Method.PUT, target.text(), API, snapshot, null));
  }

  private void tell(ArmWrite write) {
    if (!write.operation().equalsIgnoreCase("Microsoft.ContainerService/snapshots/write")) {
      return;
    }
    JsonObject event =
        Events.snapshotWrite(
            ResourceId.of(write.id()),
            Events.claims(write.by()),
            write.at(),
            write.correlationId());
    undelivered.incrementAndGet();
    eventGrid.execute(
        () -> {
          host.deliver(event.toString());
          delivered.incrementAndGet();
          undelivered.decrementAndGet();
        });
  }

  /** Waits until every event is delivered and no incident has work to do. */
  void awaitRest() {
    Instant end = Instant.now().plus(PATIENCE);
    while (undelivered.get() > 0 || !host.idle() || somethingOpen()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("it does not come to rest:\n" + String.join("\n", log));
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean somethingOpen() {
    AtomicBoolean open = new AtomicBoolean();
    storage.incidents().each(Set.of(Incident.Status.OPEN), incident -> open.set(true));
    return open.get();
  }

  List<Throwable> failures() {
    return host.failures();
  }

  @Override
  public void close() {
    eventGrid.shutdownNow();
    host.close();
    arm.close();
  }
}
