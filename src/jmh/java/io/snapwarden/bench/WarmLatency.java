package io.snapwarden.bench;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.function.App;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.FunctionHost;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * From an event to the request that contains it, in a process that is warm: the trigger with its
 * bindings, the queue, the incident in storage, the snapshot looked at, and the first request that
 * changes something. Storage is Azurite, Resource Manager is simulated; neither has Azure's
 * distances.
 */
public final class WarmLatency {

  private static final String POLICY = "snapwarden/policy.json";
  private static final int WARM_UP = 60;
  private static final long MOST_MINUTES = 1;

  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  private static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  private final SimulatedArm arm;
  private final FunctionHost host;
  private final AtomicReference<Awaited> awaited = new AtomicReference<>();

  private record Awaited(String snapshot, CountDownLatch sent) {}

  private WarmLatency(SimulatedArm arm, FunctionHost host) {
    this.arm = arm;
    this.host = host;
    arm.onWrite(write -> sent(write.id()));
  }

  /** Takes the number of events. */
  public static void main(String... arguments) throws Exception {
    System.exit(
        System.getenv("IDENTITY_ENDPOINT") == null
            ? withIdentity(arguments)
            : measure(Integer.parseInt(arguments[0])));
  }

  /** The app finds its identity by environment variables, so it gets a process of its own. */
  private static int withIdentity(String... arguments) throws Exception {
    try (IdentityEndpoint identity = IdentityEndpoint.start(OURSELVES)) {
      return identity.run(WarmLatency.class, List.of(arguments));
    }
  }

  private static int measure(int events) throws Exception {
    String policy = Files.readString(Path.of("src/test/resources/sandbox/policy.json"));
    String storage = Azurite.shared().connectionString();
    HttpClient http = new JdkHttpClientBuilder().build();
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(storage)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    BlobServiceClient blobs =
        new BlobServiceClientBuilder().httpClient(http).connectionString(storage).buildClient();
    try (SimulatedArm arm = SimulatedArm.start()) {
      new GeneratedRole(arm, OURSELVES).ofPolicy(policy, Mode.REMEDIATE);
      Map<String, String> settings = new HashMap<>(System.getenv());
      settings.put("AzureWebJobsStorage", storage);
      settings.put("SNAPWARDEN_MODE", "remediate");
      settings.put("SNAPWARDEN_POLICY", POLICY);
      settings.put("SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
      settings.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
      App app = new App(settings);
      try (FunctionHost host = new FunctionHost(() -> app, queues, blobs, POLICY, line -> {})) {
        blobs
            .getBlobContainerClient("snapwarden")
            .getBlobClient("policy.json")
            // The limit is on snapshots in an hour, and all of these are in one.
            .upload(
                BinaryData.fromString(
                    policy.replaceAll(
                        "\"remediatedTargetsPerHour\": \\d+",
                        "\"remediatedTargetsPerHour\": 10000")),
                true);
        host.start(2);
        new WarmLatency(arm, host).print(events);
        if (!host.failures().isEmpty()) {
          throw new IllegalStateException("a function failed", host.failures().get(0));
        }
      }
    }
    return 0;
  }

  private void sent(String id) {
    Awaited now = awaited.get();
    if (now != null && id.toLowerCase(Locale.ROOT).startsWith(now.snapshot)) {
      now.sent.countDown();
    }
  }

  private void print(int events) throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      once();
    }
    double[] millis = new double[events];
    for (int i = 0; i < events; i++) {
      millis[i] = once();
    }
    Arrays.sort(millis);
    System.out.printf(
        "event to containment request, %d events one after another, %d before to warm up:%n"
            + "min %.0f  p50 %.0f  p90 %.0f  p99 %.0f  max %.0f ms (target: p50 at most 150)%n",
        events,
        WARM_UP,
        millis[0],
        at(millis, 0.5),
        at(millis, 0.9),
        at(millis, 0.99),
        millis[events - 1]);
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  /** Somebody writes a snapshot; how long until it is contained, in milliseconds. */
  private double once() throws InterruptedException {
    ResourceId target =
        ResourceId.of(
            "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1"
                + "/providers/Microsoft.ContainerService/snapshots/golden-"
                + UUID.randomUUID());
    Instant now = Instant.now();
    String correlation = UUID.randomUUID().toString();
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("properties", new JsonObject());
    arm.putSnapshot(target.text(), snapshot, MALLORY, now, correlation);
    String event =
        Events.snapshotWrite(target, Events.claims(MALLORY), now, correlation).toString();
    Awaited expected = new Awaited(target.key(), new CountDownLatch(1));
    awaited.set(expected);
    long start = System.nanoTime();
    host.deliver(event);
    if (!expected.sent.await(MOST_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(target + " was not contained within a minute");
    }
    double took = (System.nanoTime() - start) / 1e6;
    awaited.set(null);
    // The rest of the incident is done before the next event comes.
    TimeUnit.MILLISECONDS.sleep(150);
    return took;
  }
}
