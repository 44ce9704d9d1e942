package io.snapwarden.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to the emulator's blobs on which something else can happen between two requests. */
final class Detour implements AutoCloseable {

  private static final Pattern BLOBS = Pattern.compile("BlobEndpoint=(http://[^/;]+)");
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String to;
  private final String connectionString;
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
  private final Predicate<String> moment;

  /**
   * Opens a way.
   *
   * @param moment whether something is to happen before a request, given as {@code PUT /path}
   */
  Detour(String straightOn, Predicate<String> moment) {
    this.moment = moment;
    Matcher blobs = BLOBS.matcher(straightOn);
    if (!blobs.find()) {
      throw new IllegalArgumentException("the connection string names no blob endpoint");
    }
    this.to = blobs.group(1);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::pass);
    server.start();
    this.connectionString =
        straightOn.replace(to, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  String connectionString() {
    return connectionString;
  }

  /** Does something once, before the next request of that sort. */
  Detour meanwhile(Runnable other) {
    meanwhile.set(other);
    return this;
  }

  private void pass(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    if (moment.test(exchange.getRequestMethod() + " " + uri.getPath())) {
      meanwhile.getAndSet(() -> {}).run();
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(to + uri))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
              });
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
