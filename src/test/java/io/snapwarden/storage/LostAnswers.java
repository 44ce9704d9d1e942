package io.snapwarden.storage;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** Lets a transaction through to the service, and then loses its answer as a broken line would. */
final class LostAnswers implements HttpPipelinePolicy {

  private final AtomicBoolean loseNext = new AtomicBoolean();
  private volatile Runnable meanwhile = () -> {};

  /** Loses the answer to the next transaction; the SDK will then send it again. */
  void loseNext() {
    loseNext.set(true);
  }

  /** The same; before the SDK tries again, somebody else does something. */
  void loseNextWhile(Runnable other) {
    meanwhile = other;
    loseNext();
  }

  boolean lost() {
    return !loseNext.get();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    HttpResponse answer = next.processSync();
    boolean transaction = context.getHttpRequest().getUrl().getPath().endsWith("$batch");
    if (transaction && answer.getStatusCode() == 202 && loseNext.compareAndSet(true, false)) {
      answer.close();
      meanwhile.run();
      throw new UncheckedIOException(new IOException("the connection broke"));
    }
    return answer;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    throw new IllegalStateException("only synchronous calls are expected");
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_RETRY;
  }
}
