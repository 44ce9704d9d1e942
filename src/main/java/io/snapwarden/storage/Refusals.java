package io.snapwarden.storage;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Reads an answer that means no before the SDK does. The tables client fails with a {@link
 * LinkageError} where the service says no in XML, as it does when it lets nobody in, because it
 * looks for a library that the package does without.
 */
final class Refusals implements HttpPipelinePolicy {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int FIRST_FAILURE = 400;
  private static final HttpHeaderName ERROR = HttpHeaderName.fromString("x-ms-error-code");
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");

  private final boolean readsXml;

  /**
   * For the clients of one service.
   *
   * @param readsXml whether they understand failures in XML
   */
  Refusals(boolean readsXml) {
    this.readsXml = readsXml;
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    HttpResponse answer = next.processSync();
    if (!readByUs(answer)) {
      return answer;
    }
    try (answer) {
      throw refused(answer, answer.getBodyAsBinaryData().toString());
    }
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process()
        .flatMap(
            answer ->
                readByUs(answer)
                    ? answer
                        .getBodyAsString()
                        .defaultIfEmpty("")
                        .flatMap(body -> Mono.error(refused(answer, body)))
                    : Mono.just(answer));
  }

  /** Around the SDK's retries: what it may try again is none yet. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  private boolean readByUs(HttpResponse answer) {
    int status = answer.getStatusCode();
    return status == UNAUTHORIZED
        || status == FORBIDDEN
        || (!readsXml && status >= FIRST_FAILURE && inXml(answer));
  }

  private static boolean inXml(HttpResponse answer) {
    String type = answer.getHeaderValue(HttpHeaderName.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).contains("xml");
  }

  private static RefusedException refused(HttpResponse answer, String body) {
    String code =
        Optional.ofNullable(answer.getHeaderValue(ERROR))
            .or(() -> CODE.matcher(body).results().map(match -> match.group(1)).findFirst())
            .orElse("");
    return new RefusedException(answer.getStatusCode(), code);
  }

  /** The storage said no; without what it said beside its code, which may quote the request. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RefusedException(int status, String code) {
      super("the storage answered " + status + " " + code);
      this.status = status;
      this.code = code;
    }

    int status() {
      return status;
    }

    String code() {
      return code;
    }
  }
}
