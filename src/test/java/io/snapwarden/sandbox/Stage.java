package io.snapwarden.sandbox;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.function.App;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.Operations;
import io.snapwarden.incident.Operator;
import io.snapwarden.policy.Mode;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.desk.GitHubStandIn;
import io.snapwarden.ticket.desk.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** All the parts, wired as they would be in Azure, with Event Grid telling of every write. */
final class Stage implements AutoCloseable {

  static final int CORE_TOOLS_PORT = 7071;
  static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";

  static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  static final Principal PIPELINE =
      Principal.application(
          "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222");
  static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  private static final String POLICY = "snapwarden/policy.json";
  private static final String FUNCTION = "OnSnapshotWrite";
  private static final String TIMER = "SweepActivityLog";

  /** Event Grid never tells of what is written into this resource group. */
  private static final String UNHEARD = "/resourceGroups/aks-prod-unheard/";

  /** Nobody listens at the discard port: this Jira is down. */
  private static final Map<String, String> DESKS =
      Map.of(
          "SNAPWARDEN_TICKET_GITHUB_REPOSITORY", "contoso/security",
          "SNAPWARDEN_TICKET_GITHUB_TOKEN", "sandbox",
          "SNAPWARDEN_TICKET_JIRA_URL", "http://127.0.0.1:9",
          "SNAPWARDEN_TICKET_JIRA_PROJECT", "SEC",
          "SNAPWARDEN_TICKET_JIRA_USER", "bot@contoso.example",
          "SNAPWARDEN_TICKET_JIRA_TOKEN", "sandbox");

  private static final int WORKERS = 2;

  private final Azurite azurite;
  private final String connection;
  private final SimulatedArm arm;
  private final GeneratedRole role;
  private final FunctionHost host;
  private final EventGridWebhook webhook;
  private final AzureStorage storage;
  private final BlobClient policyBlob;
  private final AtomicInteger undelivered = new AtomicInteger();
  private final ExecutorService eventGrid = Executors.newSingleThreadExecutor();
  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
  private final IdentityEndpoint operators =
      IdentityEndpoint.start(Principal.user(OLGA.objectId().toString(), OLGA.name()));
  private final GitHubStandIn gitHub = new GitHubStandIn("sandbox");
  private volatile boolean live;

  private Stage(Azurite azurite, SimulatedArm arm, int port) {
    this.azurite = azurite;
    this.arm = arm;
    this.role = new GeneratedRole(arm, OURSELVES);
    Map<String, String> settings = new HashMap<>(System.getenv());
    this.connection = azurite.connectionString();
    settings.put("AzureWebJobsStorage", connection);
    settings.put("SNAPWARDEN_MODE", "remediate");
    settings.put("SNAPWARDEN_SUBSCRIPTIONS", SUBSCRIPTION);
    settings.put("SNAPWARDEN_POLICY", POLICY);
    settings.put("SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
    settings.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    settings.putAll(DESKS);
    settings.put("SNAPWARDEN_TICKET_GITHUB_URL", gitHub.address().toString());
    App app = new App(settings);
    HttpClient http = new JdkHttpClientBuilder().build();
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(settings.get("AzureWebJobsStorage"))
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    BlobServiceClient blobs =
        new BlobServiceClientBuilder()
            .httpClient(http)
            .connectionString(settings.get("AzureWebJobsStorage"))
            .buildClient();
    this.storage =
        new AzureStorage(
            settings,
            () -> {
              throw new IllegalStateException("the emulator needs no identity");
            });
    this.host = new FunctionHost(() -> app, queues, blobs, POLICY, this::logged);
    this.policyBlob = blobs.getBlobContainerClient("snapwarden").getBlobClient("policy.json");
    policy(resource("/sandbox/policy.json"));
    host.start(WORKERS);
    this.webhook = webhook(port, host);
    Fleet.build(arm);
    arm.onWrite(this::tell);
  }

  /** Starts everything; this takes some seconds, and the first time a minute to get Azurite. */
  static Stage open(int port) {
    System.out.println("Starting the storage emulator, a simulated Azure and the functions …");
    Azurite azurite = Azurite.start();
    // However this process ends, the emulator must not outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(azurite::close));
    SimulatedArm arm = SimulatedArm.start();
    return new Stage(azurite, arm, port);
  }

  /** On that port or, if somebody else has it, on a free one: the address is printed anyway. */
  private static EventGridWebhook webhook(int port, FunctionHost host) {
    Map<String, Consumer<String>> functions = Map.of(FUNCTION, host::deliver);
    Map<String, Runnable> byHand = Map.of(TIMER, host::sweep);
    try {
      return new EventGridWebhook(port, functions, byHand);
    } catch (UncheckedIOException e) {
      return new EventGridWebhook(0, functions, byHand);
    }
  }

  static String resource(String name) {
    try (InputStream in = Stage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void logged(String line) {
    log.add(line);
    if (live) {
      System.out.println(line);
    }
  }

  /** Event Grid: every write becomes an event, ours too. Not in the request's own thread. */
  private void tell(ArmWrite write) {
    boolean heard = !write.id().contains(UNHEARD);
    if (heard && write.operation().equalsIgnoreCase("Microsoft.ContainerService/snapshots/write")) {
      JsonObject event =
          Events.snapshotWrite(
              ResourceId.of(write.id()),
              Events.claims(write.by()),
              write.at(),
              write.correlationId());
      undelivered.incrementAndGet();
      eventGrid.execute(
          () -> {
            post(event.toString());
            undelivered.decrementAndGet();
          });
    }
  }

  static ResourceId snapshot(String group, String name) {
    return ResourceId.of(
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
            .formatted(SUBSCRIPTION, group, name));
  }

  /** Somebody writes a snapshot; gives the event that Event Grid will deliver. */
  String writes(Principal who, ResourceId target) {
    Instant now = Instant.now();
    String correlation = UUID.randomUUID().toString();
    arm.putSnapshot(target.text(), snapshotOf(target), who, now, correlation);
    return Events.snapshotWrite(target, Events.claims(who), now, correlation).toString();
  }

  /** What a snapshot of the sandbox holds. */
  static JsonObject snapshotOf(ResourceId target) {
    JsonObject source = new JsonObject();
    source.addProperty(
        "sourceResourceId",
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/managedClusters/prod/agentPools/np1"
            .formatted(SUBSCRIPTION, target.resourceGroup().orElseThrow()));
    JsonObject properties = new JsonObject();
    properties.add("creationData", source);
    properties.addProperty("snapshotType", "NodePool");
    properties.addProperty("kubernetesVersion", "1.29.2");
    properties.addProperty("nodeImageVersion", "AKSUbuntu-2204gen2containerd-202401.09.0");
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("properties", properties);
    return snapshot;
  }

  /** What the timer does every quarter of an hour. */
  void sweep() {
    host.sweep();
  }

  /** Another policy counts from the next event on. */
  void policy(String text) {
    role.ofPolicy(text, Mode.REMEDIATE);
    policyBlob.upload(BinaryData.fromString(text), true);
  }

  /** Delivers as Event Grid does; gives the status. */
  int post(String event) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook.uri(FUNCTION))
            .header("aeg-event-type", "Notification")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    try {
      return java.net.http.HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until every event is delivered and no incident has work to do. */
  void awaitRest() {
    while (undelivered.get() > 0 || !host.idle() || somethingOpen()) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private boolean somethingOpen() {
    AtomicBoolean open = new AtomicBoolean();
    storage.incidents().each(Set.of(Incident.Status.OPEN), incident -> open.set(true));
    return open.get();
  }

  SimulatedArm arm() {
    return arm;
  }

  Incidents incidents() {
    return storage.incidents();
  }

  Operations operations() {
    return new Operations(storage.incidents(), storage.inbox(), Clock.systemUTC());
  }

  TicketBook tickets() {
    return storage.tickets();
  }

  /** What the functions have logged so far. */
  List<String> log() {
    return List.copyOf(log);
  }

  URI webhook() {
    return webhook.uri(FUNCTION);
  }

  /**
   * From now on the log is printed as it comes, and a snapshot waits for the reader's own event.
   */
  void stayLive() {
    writes(MALLORY, snapshot("aks-prod-1", "golden-2"));
    Path environment = environment();
    System.out.printf(
        """

        It stays up. Try an event of your own in another terminal, from the project's folder:

          curl -i -H 'aeg-event-type: Notification' -H 'Content-Type: application/json' \\
            -d @src/test/resources/sandbox/event.json \\
            '%s'

        Or be Olga, the operator, with the command line (mvn -DskipTests package makes it):

          . %s
          java -jar target/snapwarden.jar incidents list

        Ctrl+C ends it.

        """,
        webhook(), environment);
    live = true;
  }

  /** What Olga's command line prints, with this on standard input. */
  String command(String input, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.snapwarden.cli.Snapwarden"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables());
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AzureWebJobsStorage", connection);
    variables.putAll(operators.environment());
    variables.put("SNAPWARDEN_POLICY", POLICY);
    variables.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    variables.putAll(DESKS);
    variables.put("SNAPWARDEN_TICKET_GITHUB_URL", gitHub.address().toString());
    variables.put("SANDBOX", "http://127.0.0.1:" + webhook().getPort());
    variables.put("MALLORY", MALLORY.token(Instant.now().plus(Duration.ofDays(1))));
    return variables;
  }

  /** The issues of the simulated GitHub. */
  List<StandIn.Seen> issues() {
    return gitHub.seen();
  }

  /** What a shell needs to be the operator Olga, or Mallory. */
  private Path environment() {
    return exported("sandbox.env", variables());
  }

  /** A file that a shell can read. */
  static Path exported(String file, Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) -> text.append("export %s='%s'%n".formatted(name, value)));
    try {
      return Files.writeString(Path.of("target", file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    eventGrid.shutdownNow();
    webhook.close();
    host.close();
    operators.close();
    gitHub.close();
    azurite.close();
    arm.close();
  }
}
