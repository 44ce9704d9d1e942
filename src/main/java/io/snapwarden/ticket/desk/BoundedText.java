package io.snapwarden.ticket.desk;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer, unless there is more of it than any tracker has reason to send: one that
 * turned against us must not fill our memory.
 */
final class BoundedText implements BodySubscriber<String> {

  /** A hundred issues of the greatest length that GitHub takes are 6.5 MB. */
  static final long LONGEST = 16L << 20;

  private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
  private Flow.@Nullable Subscription subscription;
  private long received;

  /**
   * Reads each answer so. Made here, because whoever made it would have the JDK's client loaded as
   * soon as settings are read.
   */
  static BodyHandler<String> handler() {
    return answered -> new BoundedText();
  }

  @Override
  public CompletionStage<String> getBody() {
    return text.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    text.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    if (received > LONGEST) {
      return;
    }
    received += part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (received <= LONGEST) {
      text.onNext(part);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    text.onError(new IOException("its answer is longer than %d MB".formatted(LONGEST >> 20)));
  }

  @Override
  public void onError(Throwable problem) {
    text.onError(problem);
  }

  @Override
  public void onComplete() {
    if (received <= LONGEST) {
      text.onComplete();
    }
  }
}
