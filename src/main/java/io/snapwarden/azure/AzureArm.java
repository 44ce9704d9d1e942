package io.snapwarden.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.resourcemanager.resources.fluentcore.policy.AuthenticationPolicy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.azure.ArmException.Kind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@link Arm} over the HTTP pipeline of the Azure SDK.
 *
 * <p>It signs requests as {@code HttpPipelineProvider} does, but leaves out two of that one's
 * policies that act by themselves: the retry, which sleeps through {@code Retry-After}, and the
 * provider registration, which writes to the subscription. Only a read is tried again, once and at
 * once; all else is for the queue. Safe for use by several threads.
 */
public final class AzureArm implements Arm {

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
    this(endpoint, credential, Wire.client());
  }

  /** The same over a given HTTP client. */
  public AzureArm(URI endpoint, TokenCredential credential, HttpClient client) {
    this.endpoint = ArmEndpoint.of(endpoint);
    HttpClient wire =
        this.endpoint.plainText() ? new LoopbackHttpClient(client, this.endpoint) : client;
    HttpPipelinePolicy authentication =
        new AuthenticationPolicy(credential, AzureEnvironment.AZURE, this.endpoint.scope());
    this.reads = Wire.pipeline(wire, new RequestIdPolicy(), Wire.onceMore(), authentication);
    this.writes = Wire.pipeline(wire, new RequestIdPolicy(), authentication);
  }

  @Override
  public ArmAnswer send(ArmRequest request) {
    HttpPipeline pipeline = request.method() == ArmRequest.Method.GET ? reads : writes;
    try (HttpResponse response = pipeline.sendSync(http(request), Context.NONE)) {
      return answer(response);
    } catch (ArmException e) {
      throw e;
    } catch (ClientAuthenticationException e) {
      // Even a refusal passes: an identity takes minutes to appear after it was assigned.
      throw unanswered("no token for Azure: ", e, e);
    } catch (RuntimeException e) {
      Throwable fault = Wire.networkFault(e);
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
            endpoint.base()
                + request.path()
                + "?api-version="
                + request.apiVersion()
                + (request.query().isEmpty() ? "" : "&" + request.query()));
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

  private static ArmAnswer answer(HttpResponse response) {
    return new ArmAnswer(
        response.getStatusCode(),
        json(Body.of(response)),
        response.getHeaderValue(HttpHeaderName.ETAG),
        RetryAfter.of(
            response.getHeaderValue(HttpHeaderName.RETRY_AFTER),
            response.getHeaderValue(HttpHeaderName.DATE)));
  }

  private static @Nullable JsonElement json(String text) {
    try {
      return text.isBlank() ? null : JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static ArmException unanswered(String what, Throwable why, RuntimeException cause) {
    String reason =
        PlainText.of(why.getClass().getSimpleName() + ": " + why.getMessage(), MAX_REASON);
    return new ArmException(Kind.PASSING, what + reason, null, cause);
  }
}
