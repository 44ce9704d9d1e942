package io.snapwarden.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How requests leave. Pipelines are put together here, policy by policy, because those that the SDK
 * makes sleep through {@code Retry-After}, up to minutes of an invocation.
 */
final class Wire {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration BREATH = Duration.ofMillis(100);

  private Wire() {}

  /** The JDK's client, with timeouts that leave an invocation time to say what happened. */
  static HttpClient client() {
    return new JdkHttpClientBuilder()
        .connectionTimeout(CONNECT)
        .writeTimeout(ANSWER)
        .responseTimeout(ANSWER)
        .readTimeout(ANSWER)
        .build();
  }

  static HttpPipeline pipeline(HttpClient client, HttpPipelinePolicy... policies) {
    return new HttpPipelineBuilder().httpClient(client).policies(policies).build();
  }

  /** For what may be asked twice: tries once more, and at once, what fails at once. */
  static RetryPolicy onceMore() {
    return new RetryPolicy(
        new RetryOptions(new FixedDelayOptions(1, BREATH))
            .setShouldRetryCondition(Wire::worthAnotherLook));
  }

  /** The fault of the network that caused it; null if it is of another sort. */
  static @Nullable Throwable networkFault(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof IOException || cause instanceof TimeoutException) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
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
}
