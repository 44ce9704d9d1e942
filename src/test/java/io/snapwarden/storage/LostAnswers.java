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
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/** Lets a transaction through to the service, and then loses its answer as a broken line would. */
final class LostAnswers implements HttpPipelinePolicy {

  private final AtomicBoolean loseNext = new AtomicBoolean();
  private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /** Loses the answer to the next transaction; the SDK will then send it again. */
  void loseNext() {
    loseNext.set(true);
  }

  /** Somebody else does something after the next transaction, before anybody hears of it. */
  void meanwhile(Runnable other) {
    meanwhile.set(other);
  }

  /** Somebody else does something just before the next transaction. */
  void before(Runnable other) {
    before.set(other);
  }

  boolean lost() {
    return !loseNext.get();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    if (!context.getHttpRequest().getUrl().getPath().endsWith("$batch")) {
      return next.processSync();
    }
    before.getAndSet(() -> {}).run();
    HttpResponse answer = next.processSync();
    meanwhile.getAndSet(() -> {}).run();
    if (loseNext.compareAndSet(true, false)) {
      answer.close();
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
