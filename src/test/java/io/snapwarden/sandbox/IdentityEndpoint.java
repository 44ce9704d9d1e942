package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The managed identity of App Service and Functions over loopback HTTP (learn.microsoft.com, "How
 * to use managed identities for App Service and Azure Functions": REST endpoint reference).
 */
public final class IdentityEndpoint implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofHours(24);

  private final HttpServer server;
  private final Principal principal;
  private final String secret = UUID.randomUUID().toString();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int refusal;

  private IdentityEndpoint(Principal principal) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.principal = principal;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/msi/token", this::serve);
    server.start();
  }

  /** Gives tokens of this principal to whoever knows the header. */
  public static IdentityEndpoint start(Principal principal) {
    try {
      return new IdentityEndpoint(principal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables that the platform sets. */
  public Map<String, String> environment() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/msi/token";
    return Map.of("IDENTITY_ENDPOINT", url, "IDENTITY_HEADER", secret);
  }

  /**
   * Runs a program on our own class path in a process that has these variables, and gives its exit
   * code. The SDK reads them from the process's environment alone.
   */
  public int run(Class<?> program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.nodelay=true",
                // The Azure SDK logs through SLF4J; without a logger it would say so three times.
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(arguments);
    ProcessBuilder app = new ProcessBuilder(command).inheritIO();
    app.environment().putAll(environment());
    Process process = app.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }

  public Principal principal() {
    return principal;
  }

  /** From now on every request gets this status instead of a token. */
  public void refuse(int status) {
    refusal = status;
  }

  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String query = exchange.getRequestURI().getQuery();
    String resource = parameter(query, "resource");
    if (refusal != 0) {
      send(exchange, refusal, error("the sandbox was told to refuse"));
    } else if (!secret.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"))) {
      send(exchange, 401, error("X-IDENTITY-HEADER is missing or wrong"));
    } else if (resource == null || !"2019-08-01".equals(parameter(query, "api-version"))) {
      send(exchange, 400, error("resource and api-version=2019-08-01 are required"));
    } else if (!ours(parameter(query, "client_id"))) {
      send(exchange, 400, error("No User Assigned Managed Identity found for that client id"));
    } else {
      send(exchange, 200, token(resource));
    }
  }

  private boolean ours(@Nullable String clientId) {
    return clientId == null || clientId.equals(principal.applicationId());
  }

  private JsonObject token(String resource) {
    Instant expires = Instant.now().plus(LIFETIME);
    JsonObject token = new JsonObject();
    token.addProperty("access_token", principal.token(resource, expires));
    token.addProperty("expires_on", String.valueOf(expires.getEpochSecond()));
    token.addProperty("resource", resource);
    token.addProperty("token_type", "Bearer");
    token.addProperty("client_id", principal.applicationId());
    return token;
  }

  private static @Nullable String parameter(@Nullable String query, String name) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return null;
  }

  private static JsonObject error(String message) {
    JsonObject error = new JsonObject();
    error.addProperty("statusCode", 400);
    error.addProperty("message", message);
    return error;
  }

  private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
    try (exchange) {
      byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
