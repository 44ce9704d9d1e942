package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stateful Azure Resource Manager over real HTTP on a loopback address, with faults to order.
 * Takes the tokens of {@link Principal}. Safe for use by several threads.
 */
public final class SimulatedArm implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers;
  private final Supplier<Instant> clock;
  private final ArmStore store;
  private final ActivityRecords activity = new ActivityRecords();
  private final ArmFaults faults = new ArmFaults();
  private final AksRules aks = new AksRules();
  private final SecurityRules security = new SecurityRules();
  private final ContainerRules containers = new ContainerRules();
  private final MetricsRules metrics = new MetricsRules();
  private final Queue<ArmCall> calls = new ConcurrentLinkedQueue<>();
  private final List<Consumer<ArmWrite>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Set<String>> types = new HashMap<>();
  private final ArmRights rights = new ArmRights();

  private SimulatedArm(Supplier<Instant> clock) throws IOException {
    // Without it each answer may be held back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.clock = clock;
    this.store = new ArmStore(clock);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "simulated-arm");
              thread.setDaemon(true);
              return thread;
            });
    knows("Microsoft.ContainerService/snapshots", "2025-09-01");
    knows("Microsoft.ContainerService/managedclustersnapshots", "2025-09-02-preview");
    knows("Microsoft.ContainerService/managedClusters", "2025-09-01");
    knows("Microsoft.ContainerService/managedClusters/agentPools", "2025-09-01");
    knows("Microsoft.Authorization/locks", "2016-09-01", "2020-05-01");
    knows("Microsoft.ContainerService/managedClusters/upgradeProfiles", "2025-09-01");
    knows("Microsoft.ContainerService/managedClusters/availableAgentPoolVersions", "2025-09-01");
    knows("Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles", "2025-09-01");
    knows(
        "Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion",
        "2025-09-01");
    knows("Microsoft.Authorization/roleAssignments", "2022-04-01");
    knows("Microsoft.Authorization/roleAssignmentScheduleInstances", "2020-10-01");
    knows("Microsoft.Resources/subscriptions/resourceGroups", "2021-04-01");
    knows("Microsoft.Security/pricings", "2024-01-01");
    knows("Microsoft.OperationalInsights/workspaces", "2025-07-01");
    knows("Microsoft.OperationalInsights/workspaces/linkedServices", "2025-07-01");
    knows("Microsoft.Insights/dataCollectionRules", "2022-06-01");
    knows("Microsoft.Insights/dataCollectionRuleAssociations", "2022-06-01");
    knows("Microsoft.Insights/diagnosticSettings", "2021-05-01-preview");
    knows("Microsoft.ContainerInstance/containerGroups", "2025-09-01");
    knows("Microsoft.Network/virtualNetworks/subnets", "2025-03-01");
    knows("Microsoft.Network/networkSecurityGroups", "2025-03-01");
    knows("Microsoft.Network/networkSecurityGroups/securityRules", "2025-03-01");
    knows("Microsoft.ContainerInstance/containerGroups/restart", "2025-09-01");
    knows("Microsoft.ContainerInstance/containerGroups/start", "2025-09-01");
    knows("Microsoft.ContainerInstance/ngroups", "2025-09-01");
    knows("Microsoft.Insights/metrics", "2018-01-01");
    knows(ActivityRecords.TYPE, "2015-04-01");
    follow(aks);
    follow(security);
    follow(new MonitorRules());
    follow(new WorkspaceRules());
    follow(new AuthorizationRules());
    follow(new NetworkRules());
    follow(containers);
    follow(metrics);
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  public static SimulatedArm start() {
    return start(Instant::now);
  }

  /** With its own idea of the time. */
  public static SimulatedArm start(Supplier<Instant> clock) {
    try {
      return new SimulatedArm(clock);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Adds a resource type and the api-versions that it has. */
  public synchronized void knows(String type, String... apiVersions) {
    types.put(type.toLowerCase(Locale.ROOT), Set.of(apiVersions));
  }

  /** From now on these resource types are treated so. */
  public synchronized void follow(ArmRules rules) {
    store.follow(rules);
  }

  /** From now on the principal may do these actions only, and is to meet with refusals. */
  public void grant(Principal principal, Iterable<String> actions) {
    rights.grant(principal, actions);
  }

  /**
   * The principal may do these actions, too, and is to need no others: {@link #close} fails if it
   * tried one. See {@link GeneratedRole}.
   */
  public void hold(Principal principal, Iterable<String> actions) {
    rights.hold(principal, actions);
  }

  /** Puts a resource there as it is, without an event. */
  public synchronized void put(String id, JsonObject json) {
    store.put(id, json);
  }

  /**
   * Somebody wrote a snapshot: a resource with its {@code systemData} and its records in the
   * Activity Log, without an event.
   */
  public void putSnapshot(String id, JsonObject json, Principal by, Instant at) {
    putSnapshot(id, json, by, at, UUID.randomUUID().toString());
  }

  /** The same under a correlation id, which its event has, too. */
  public synchronized void putSnapshot(
      String id, JsonObject json, Principal by, Instant at, String correlationId) {
    JsonObject whole = json.deepCopy();
    whole.add("systemData", ArmStore.systemData(store.find(id).orElse(null), by, at));
    put(id, whole);
    String operation = ArmPath.parse(id).orElseThrow().type() + "/write";
    activity.tell(new ActivityText(operation, id, "PUT", by, at, correlationId), true);
  }

  /** Takes a resource away, whatever locks it. */
  public synchronized void remove(String id) {
    store.remove(id);
  }

  public synchronized Optional<JsonObject> get(String id) {
    store.settle();
    return store.find(id);
  }

  /** Everything that is there, by lower-case id, without the marks that every write changes. */
  public synchronized Map<String, JsonObject> everything() {
    store.settle();
    return store.everything();
  }

  /** The Activity Log: every change and every attempt at one, by whomever. */
  public ActivityRecords activity() {
    return activity;
  }

  /** How AKS behaves. */
  public AksRules aks() {
    return aks;
  }

  /** How container groups behave. */
  public ContainerRules containers() {
    return containers;
  }

  /** What is measured. */
  public MetricsRules metrics() {
    return metrics;
  }

  /** How Defender behaves. */
  public SecurityRules security() {
    return security;
  }

  public ArmFaults faults() {
    return faults;
  }

  /** Everything that was asked, in the order of the answers. */
  public List<ArmCall> requests() {
    return List.copyOf(calls);
  }

  /** The requests that asked for a change. */
  public List<ArmCall> writes() {
    return calls.stream().filter(ArmCall::write).toList();
  }

  /** Every change that was made, whether its answer arrived or not. */
  public synchronized List<ArmChange> changes() {
    return store.changes();
  }

  public void forgetRequests() {
    calls.clear();
  }

  /** Told of every change, before its answer is sent. */
  public void onWrite(Consumer<ArmWrite> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    if (!rights.lacking().isEmpty()) {
      throw new AssertionError("no right covers:\n" + String.join("\n", rights.lacking()));
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    ArmCall call = call(exchange);
    Fault fault = faults.of(call).orElse(null);
    if (fault instanceof Fault.Delay delay) {
      pause(delay);
    }
    if (fault instanceof Fault.DropBefore) {
      drop(exchange, call);
      return;
    }
    ArmReply reply = fault instanceof Fault.Refuse refuse ? refuse.reply() : carryOut(call);
    if (fault instanceof Fault.DropAfter) {
      drop(exchange, call);
      return;
    }
    calls.add(call.answered(reply.status()));
    send(exchange, reply);
  }

  private ArmReply carryOut(ArmCall call) {
    Principal by = call.principal();
    if (by == null) {
      return ArmReply.error(401, "AuthenticationFailed", "Authentication failed.")
          .with(
              "WWW-Authenticate", "Bearer authorization_uri=\"https://login.windows.net/common\"");
    }
    Optional<ArmPath> path = ArmPath.parse(call.path());
    Set<String> versions = path.map(p -> types.get(p.typeKey())).orElse(null);
    if (path.isEmpty() || versions == null) {
      return ArmReply.error(404, "InvalidResourceType", "The resource type could not be found.");
    }
    if (call.apiVersion().isEmpty()) {
      return ArmReply.error(
          400,
          "MissingApiVersionParameter",
          "The api-version query parameter (?api-version=) is required for all requests.");
    }
    if (!versions.contains(call.apiVersion())) {
      return ArmReply.error(
          400,
          "NoRegisteredProviderFound",
          "No registered resource provider found for API version '%s' and type '%s'. The supported api-versions are '%s'."
              .formatted(call.apiVersion(), path.get().type(), String.join(", ", versions)));
    }
    ArmReply reply = refusal(call, path.get(), by).orElseGet(() -> handle(call, path.get()));
    if (call.write()) {
      told(call, path.get(), by, reply.status());
    }
    return reply;
  }

  private synchronized Optional<ArmReply> refusal(ArmCall call, ArmPath path, Principal by) {
    store.settle();
    return rights.refusal(call, path, store.linked(call, path), by);
  }

  private ArmReply handle(ArmCall call, ArmPath path) {
    if (path.typeKey().equals(ActivityRecords.TYPE)) {
      return activity.page(call, endpoint());
    }
    synchronized (this) {
      return store.handle(call, path, Objects.requireNonNull(call.principal()));
    }
  }

  /** What was asked for becomes known, whether it was done or not. */
  private void told(ArmCall call, ArmPath path, Principal by, int status) {
    String operation = path.type() + "/" + ArmRights.verb(call.method());
    activity.tell(
        new ActivityText(
            operation, path.text(), call.method(), by, call.at(), call.correlationId()),
        status < 300);
    if (status == 200 || status == 201) {
      JsonObject now = get(path.text()).orElse(null);
      ArmWrite write =
          new ArmWrite(operation, path.text(), now, by, call.at(), call.correlationId());
      listeners.forEach(listener -> listener.accept(write));
    }
  }

  private ArmCall call(HttpExchange exchange) throws IOException {
    String correlation = exchange.getRequestHeaders().getFirst("x-ms-correlation-request-id");
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    Instant at = clock.get();
    return new ArmCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        ArmCall.query(exchange.getRequestURI().getRawQuery()),
        exchange.getRequestHeaders().getFirst("If-Match"),
        body(exchange),
        bearer == null || !bearer.startsWith("Bearer ")
            ? null
            : Principal.ofToken(bearer.substring("Bearer ".length()), Instant.now()).orElse(null),
        correlation == null ? UUID.randomUUID().toString() : correlation,
        at,
        0);
  }

  private static @Nullable JsonObject body(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return text.isEmpty() ? null : JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return null;
    }
  }

  private void drop(HttpExchange exchange, ArmCall call) {
    calls.add(call);
    exchange.close();
  }

  private static void pause(Fault.Delay delay) {
    try {
      TimeUnit.MILLISECONDS.sleep(delay.by().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, ArmReply reply) throws IOException {
    try (exchange) {
      byte[] bytes =
          reply.body() == null
              ? new byte[0]
              : reply.body().toString().getBytes(StandardCharsets.UTF_8);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      if (bytes.length > 0) {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      }
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
