package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.ticket.DeskException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with one desk. Follows no redirect, for that would take the secret along; and lets none of
 * its secrets into an error.
 */
final class Http {

  /** Azure DevOps holds a request back by up to 30 s ("Rate limits", Microsoft Learn). */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration CONNECTING = Duration.ofSeconds(5);

  private final String desk;
  private final URI base;
  private final Supplier<Map<String, String>> headers;
  private final List<String> secrets;
  private final String cure;
  private final Duration patience;
  private @Nullable HttpClient client;

  /**
   * To one address.
   *
   * @param headers asked for each request
   * @param secrets never repeated, whatever the desk answers
   * @param cure which setting to look at if the desk does not know us
   * @param patience how long to wait for each answer
   */
  Http(
      String desk,
      URI base,
      Supplier<Map<String, String>> headers,
      List<String> secrets,
      String cure,
      Duration patience) {
    this.desk = desk;
    this.base = base;
    this.headers = headers;
    this.secrets = List.copyOf(secrets);
    this.cure = cure;
    this.patience = patience;
  }

  JsonElement get(String path) {
    return json(send("GET", path, "application/json", null, Map.of()));
  }

  JsonElement post(String path, JsonElement body) {
    return json(send("POST", path, "application/json", body.toString(), Map.of()));
  }

  JsonElement patch(String path, JsonElement body) {
    return json(send("PATCH", path, "application/json", body.toString(), Map.of()));
  }

  JsonElement put(String path, JsonElement body) {
    return json(send("PUT", path, "application/json", body.toString(), Map.of()));
  }

  /**
   * Sends a message that names nothing of the desk's: if something is missing, it is the address.
   */
  void tell(String path, JsonElement body, Map<String, String> moreHeaders) {
    try {
      send("POST", path, "application/json; charset=utf-8", body.toString(), moreHeaders);
    } catch (DeskException e) {
      throw e.isGone() ? DeskException.failed(String.valueOf(e.getMessage())) : e;
    }
  }

  /** Sends a body of another type, and reads JSON. */
  JsonElement send(String method, String path, String type, String body) {
    return json(send(method, path, type, body, Map.of()));
  }

  /**
   * Sends a request and gives the text of its answer.
   *
   * @throws DeskException unless the answer is a success
   */
  String send(
      String method,
      String path,
      String type,
      @Nullable String body,
      Map<String, String> moreHeaders) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .header("User-Agent", "snapwarden")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", type);
    }
    headers.get().forEach(request::header);
    moreHeaders.forEach(request::header);
    HttpResponse<String> response = exchange(request.build());
    Optional<Refusal> refusal = Refusal.of(desk, cure, response);
    if (refusal.isPresent()) {
      throw refusal.get().toException(this::withoutSecrets);
    }
    return response.body();
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answer =
        client().sendAsync(request, BoundedText.handler());
    try {
      // The request's own timeout ends with the headers; this one covers the body, too.
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw DeskException.failed("%s did not answer within %s".formatted(desk, seconds()));
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw DeskException.failed(desk + " was not waited for: this process ends", e);
    }
  }

  private String seconds() {
    return patience.toSeconds() + " s";
  }

  private DeskException unreachable(Throwable cause) {
    if (!(cause instanceof IOException)) {
      throw new IllegalStateException("a request to " + desk + " cannot be sent", cause);
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return DeskException.failed(
        "%s at %s cannot be reached: %s".formatted(desk, base.getHost(), withoutSecrets(why)),
        cause);
  }

  private JsonElement json(String text) {
    if (text.isBlank()) {
      return JsonNull.INSTANCE;
    }
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw DeskException.failed(
          "%s answered with something that is not JSON: see whether %s is the address of its API, and look at %s"
              .formatted(desk, base.getHost(), cure));
    }
  }

  private String withoutSecrets(String text) {
    String safe = text;
    for (String secret : secrets) {
      safe = secret.isEmpty() ? safe : safe.replace(secret, "…");
    }
    return safe;
  }

  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .connectTimeout(CONNECTING)
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
      client = made;
    }
    return made;
  }
}
