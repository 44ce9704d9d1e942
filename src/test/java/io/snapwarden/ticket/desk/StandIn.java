package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A tracker over loopback HTTP that keeps what it is told, as strict about requests as the real
 * one's documents are: what they do not allow is refused, and noted as an offence.
 */
public abstract class StandIn implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> offences = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<Integer, Fault> faults = new LinkedHashMap<>();

  protected StandIn() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** One ticket as people would see it. */
  public record Seen(String title, boolean open, List<String> comments) {}

  /** A request. */
  public record Call(
      String method, String path, Map<String, String> query, Headers headers, String body) {

    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }

    JsonElement anyJson() {
      return JsonParser.parseString(body);
    }

    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /** An answer. */
  public record Reply(int status, String body, Map<String, String> headers) {

    static Reply json(int status, JsonElement body) {
      return new Reply(status, body.toString(), Map.of("Content-Type", "application/json"));
    }

    static Reply empty(int status) {
      return new Reply(status, "", Map.of());
    }

    static Reply refusal(int status, String message) {
      JsonObject json = new JsonObject();
      json.addProperty("message", message);
      return json(status, json);
    }
  }

  /** What goes wrong with one request. */
  public enum Fault {
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    UNPROCESSABLE(422),
    THROTTLED(429),
    BROKEN(500),
    UNAVAILABLE(503),
    /** The connection breaks before anything is done. */
    DROPPED(0),
    /** It is done, and then the connection breaks. */
    LOST(0),
    /** It is done, and then nothing comes. */
    HANGING(0);

    final int status;

    Fault(int status) {
      this.status = status;
    }

    /** Whether the request was carried out all the same. */
    boolean isDone() {
      return this == LOST || this == HANGING;
    }
  }

  /** Answers one request, or throws an {@link Offence}. */
  protected abstract Reply answer(Call call);

  /** What people would see. */
  public abstract List<Seen> seen();

  /** A request that the real one would refuse. */
  protected static final class Offence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Offence(String message) {
      super(message);
    }
  }

  protected static void demand(boolean right, String what) {
    if (!right) {
      throw new Offence(what);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The request with this number, from 1, will go wrong. */
  public synchronized void fail(int number, Fault fault) {
    faults.put(number, fault);
  }

  public synchronized void forgetCalls() {
    calls.clear();
    faults.clear();
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public synchronized List<String> offences() {
    return List.copyOf(offences);
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Call call =
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query(exchange.getRequestURI().getRawQuery()),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Fault fault;
    Reply reply;
    synchronized (this) {
      calls.add(call);
      fault = faults.get(calls.size());
      reply = fault == null || fault.isDone() ? answered(call) : null;
    }
    if (fault == null) {
      send(exchange, reply);
    } else if (fault.status > 0) {
      send(exchange, refusal(fault, call));
    } else {
      if (fault == Fault.HANGING) {
        hang();
      }
      exchange.close();
    }
  }

  private void hang() {
    try {
      if (end.await(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply answered(Call call) {
    try {
      return answer(call);
    } catch (Offence offence) {
      offences.add(call.method() + " " + call.path() + ": " + offence.getMessage());
      return Reply.refusal(400, offence.getMessage());
    } catch (RuntimeException e) {
      offences.add(call.method() + " " + call.path() + " breaks it: " + e);
      return Reply.refusal(500, String.valueOf(e));
    }
  }

  /** Rude enough to repeat the secret. */
  private static Reply refusal(Fault fault, Call call) {
    Reply plain =
        Reply.refusal(
            fault.status,
            "no, with %s at %s: %s"
                .formatted(call.header("Authorization"), call.path(), call.body()));
    return fault == Fault.THROTTLED || fault == Fault.UNAVAILABLE
        ? new Reply(fault.status, plain.body(), Map.of("Retry-After", "7"))
        : plain;
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
