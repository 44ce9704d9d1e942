package io.snapwarden.storage;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An error that is not told in JSON is an exception with its status. The tables' client would read
 * XML, as it comes when a key is refused, with a library that it does not bring, and die of a
 * {@link LinkageError} that hides the status (azure-data-tables 12.5.9).
 */
final class JsonErrorsOnly implements HttpPipelinePolicy {

  private static final int FIRST_ERROR = 400;

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return checked(next.processSync());
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(JsonErrorsOnly::checked);
  }

  private static HttpResponse checked(HttpResponse answer) {
    if (answer.getStatusCode() >= FIRST_ERROR
        && !json(answer.getHeaderValue(HttpHeaderName.CONTENT_TYPE))) {
      answer.close();
      throw new HttpResponseException("status " + answer.getStatusCode(), answer);
    }
    return answer;
  }

  /** Without a type there is no body, or one that the client reads as JSON. */
  private static boolean json(@Nullable String type) {
    return type == null || type.toLowerCase(Locale.ROOT).contains("json");
  }

  /** Outside of the retries: they still see the answer itself. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }
}
