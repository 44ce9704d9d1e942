package io.snapwarden.sandbox;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A stand-in for the webhook of the Event Grid extension, where Core Tools takes events on one's
 * own machine (azure-sdk-for-net, Microsoft.Azure.WebJobs.Extensions.EventGrid,
 * HttpRequestProcessor.cs): an array is split into its events, a single object is one event, each
 * is an invocation of its own, and if one fails the whole request has failed and Event Grid sends
 * all of it again.
 */
public final class EventGridWebhook implements AutoCloseable {

  private static final String PATH = "/runtime/webhooks/eventgrid";
  private static final String ADMIN = "/admin/functions/";
  private static final String TYPE = "aeg-event-type";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Consumer<String>> functions;
  private final Map<String, Runnable> byHand;

  /**
   * Listens on loopback.
   *
   * @param port 0 for any free one
   * @param functions what takes an event, by the function's name
   */
  public EventGridWebhook(int port, Map<String, Consumer<String>> functions) {
    this(port, functions, Map.of());
  }

  /**
   * The same, and with functions that are run by hand as Core Tools lets one: {@code POST
   * /admin/functions/NAME} (Microsoft Learn, "Manually run a non HTTP-triggered function").
   */
  public EventGridWebhook(
      int port, Map<String, Consumer<String>> functions, Map<String, Runnable> byHand) {
    this.functions = Map.copyOf(functions);
    this.byHand = Map.copyOf(byHand);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
    server.createContext(PATH, exchange -> handle(exchange, this::answer));
    server.createContext(ADMIN, exchange -> handle(exchange, (admin, body) -> run(admin)));
    server.setExecutor(threads);
    server.start();
  }

  /** Where to post events for a function. */
  public URI uri(String function) {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + PATH + "?functionName=" + function);
  }

  private Answer run(HttpExchange exchange) {
    String name = exchange.getRequestURI().getPath().substring(ADMIN.length());
    Runnable function = byHand.get(name);
    if (function == null || !exchange.getRequestMethod().equals("POST")) {
      return new Answer(404, "");
    }
    try {
      function.run();
      return new Answer(202, "");
    } catch (RuntimeException e) {
      return new Answer(500, "");
    }
  }

  private static void handle(
      HttpExchange exchange, BiFunction<HttpExchange, String, Answer> answering)
      throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answering.apply(exchange, body);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Answer answer(HttpExchange exchange, String body) {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String name = query.replaceFirst("^(?:.*&)?functionName=", "").replaceFirst("&.*$", "");
    Consumer<String> function = functions.get(name);
    if (function == null) {
      return new Answer(404, "cannot find function: '" + name + "'");
    }
    if (exchange.getRequestMethod().equals("OPTIONS")) {
      String origin = exchange.getRequestHeaders().getFirst("WebHook-Request-Origin");
      exchange.getResponseHeaders().set("WebHook-Allowed-Origin", origin == null ? "*" : origin);
      return new Answer(200, "");
    }
    String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst(TYPE)).orElse("");
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "subscriptionvalidation" -> validation(body);
      case "notification" -> notification(body, function);
      case "unsubscribe" -> new Answer(202, "");
      default -> new Answer(400, "the header " + TYPE + " is missing or unknown");
    };
  }

  private static Answer validation(String body) {
    try {
      JsonElement parsed = JsonParser.parseString(body);
      JsonObject event =
          parsed.isJsonArray()
              ? parsed.getAsJsonArray().get(0).getAsJsonObject()
              : parsed.getAsJsonObject();
      JsonObject answer = new JsonObject();
      answer.add("validationResponse", event.getAsJsonObject("data").get("validationCode"));
      return new Answer(200, answer.toString());
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return new Answer(400, "not a validation event");
    }
  }

  private static Answer notification(String body, Consumer<String> function) {
    List<String> events = new ArrayList<>();
    try {
      // Unlike JsonParser this one takes JSON only.
      JsonElement parsed = new Gson().getAdapter(JsonElement.class).fromJson(body);
      JsonArray array = new JsonArray();
      if (parsed.isJsonArray()) {
        array = parsed.getAsJsonArray();
      } else {
        array.add(parsed);
      }
      array.forEach(event -> events.add(event.toString()));
    } catch (IOException | JsonParseException e) {
      return new Answer(400, "not JSON");
    }
    boolean failed = false;
    for (String event : events) {
      try {
        function.accept(event);
      } catch (RuntimeException e) {
        failed = true;
      }
    }
    return failed ? new Answer(500, "") : new Answer(202, "");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private record Answer(int status, String body) {}
}
