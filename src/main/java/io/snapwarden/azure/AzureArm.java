package io.snapwarden.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.resourcemanager.resources.fluentcore.policy.AuthenticationPolicy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.azure.ArmException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@link Arm} over the HTTP pipeline of the Azure SDK.
 *
 * <p>The pipeline is put together here, not by {@code HttpPipelineProvider}, for two of that one's
 * policies act by themselves: its retry sleeps through {@code Retry-After}, and its provider
 * registration writes to the subscription. Here only a read is tried again, once and at once; all
 * else is for the queue. Safe for use by several threads.
 */
public final class AzureArm implements Arm {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration BREATH = Duration.ofMillis(100);
  private static final int MAX_REASON = 500;
  private static final String JSON = "application/json";

  private final ArmEndpoint endpoint;
  private final HttpPipeline reads;
  private final HttpPipeline writes;

  /**
   * Wires a client; nothing is sent yet.
   *
   * @throws IllegalArgumentException if a token must not be sent to the endpoint
   */
  public AzureArm(URI endpoint, TokenCredential credential) {
    this(endpoint, credential, newHttpClient());
  }

  /** The same over a given HTTP client. */
  public AzureArm(URI endpoint, TokenCredential credential, HttpClient client) {
    this.endpoint = ArmEndpoint.of(endpoint);
    HttpClient wire =
        this.endpoint.plainText() ? new LoopbackHttpClient(client, this.endpoint) : client;
    HttpPipelinePolicy authentication =
        new AuthenticationPolicy(credential, AzureEnvironment.AZURE, this.endpoint.scope());
    RetryOptions once = new RetryOptions(new FixedDelayOptions(1, BREATH));
    this.reads =
        pipeline(
            wire,
            List.of(
                new RequestIdPolicy(),
                new RetryPolicy(once.setShouldRetryCondition(AzureArm::worthAnotherLook)),
                authentication));
    this.writes = pipeline(wire, List.of(new RequestIdPolicy(), authentication));
  }

  /** The JDK's client, with timeouts that leave an invocation time to say what happened. */
  static HttpClient newHttpClient() {
    return new JdkHttpClientBuilder()
        .connectionTimeout(CONNECT)
        .writeTimeout(ANSWER)
        .responseTimeout(ANSWER)
        .readTimeout(ANSWER)
        .build();
  }

  @Override
  public ArmAnswer send(ArmRequest request) {
    HttpPipeline pipeline = request.method() == ArmRequest.Method.GET ? reads : writes;
    try (HttpResponse response = pipeline.sendSync(http(request), Context.NONE)) {
      return answer(response);
    } catch (ClientAuthenticationException e) {
      // Even a refusal passes: an identity takes minutes to appear after it was assigned.
      throw unanswered("no token for Azure: ", e, e);
    } catch (RuntimeException e) {
      Throwable fault = networkFault(e);
      if (fault == null) {
        throw e;
      }
      throw unanswered("no answer to " + request + ": ", fault, e);
    }
  }

  private HttpRequest http(ArmRequest request) {
    HttpRequest http =
        new HttpRequest(
            HttpMethod.valueOf(request.method().name()),
            endpoint.base() + request.path() + "?api-version=" + request.apiVersion());
    http.setHeader(HttpHeaderName.ACCEPT, JSON);
    http.setHeader(HttpHeaderName.USER_AGENT, "snapwarden");
    String ifMatch = request.ifMatch();
    if (ifMatch != null) {
      http.setHeader(HttpHeaderName.IF_MATCH, ifMatch);
    }
    JsonObject body = request.body();
    if (body != null) {
      http.setHeader(HttpHeaderName.CONTENT_TYPE, JSON);
      http.setBody(BinaryData.fromString(body.toString()));
    }
    return http;
  }

  private static HttpPipeline pipeline(HttpClient client, List<HttpPipelinePolicy> policies) {
    return new HttpPipelineBuilder()
        .httpClient(client)
        .policies(new ArrayList<>(policies).toArray(HttpPipelinePolicy[]::new))
        .build();
  }

  private static ArmAnswer answer(HttpResponse response) {
    return new ArmAnswer(
        response.getStatusCode(),
        json(response.getBodyAsBinaryData()),
        response.getHeaderValue(HttpHeaderName.ETAG),
        RetryAfter.of(
            response.getHeaderValue(HttpHeaderName.RETRY_AFTER),
            response.getHeaderValue(HttpHeaderName.DATE)));
  }

  private static @Nullable JsonElement json(@Nullable BinaryData body) {
    String text = body == null ? "" : body.toString();
    try {
      return text.isBlank() ? null : JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** A server that says when to come back is not asked again before. */
  private static boolean worthAnotherLook(RequestRetryCondition condition) {
    HttpResponse response = condition.getResponse();
    if (response != null) {
      return response.getStatusCode() == 503
          && response.getHeaderValue(HttpHeaderName.RETRY_AFTER) == null;
    }
    return networkFault(condition.getThrowable()) instanceof IOException fault
        && !(fault instanceof HttpTimeoutException);
  }

  private static @Nullable Throwable networkFault(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof IOException || cause instanceof TimeoutException) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static ArmException unanswered(String what, Throwable why, RuntimeException cause) {
    String reason =
        PlainText.of(why.getClass().getSimpleName() + ": " + why.getMessage(), MAX_REASON);
    return new ArmException(Kind.PASSING, what + reason, null, cause);
  }
}
