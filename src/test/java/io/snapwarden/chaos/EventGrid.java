package io.snapwarden.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers events to whichever worker listens, at least once and in no order: what is refused or
 * gets no answer is tried again later. The real one waits 10 s before the second try (Microsoft
 * Learn, "Event Grid message delivery and retry"); this one less. What is no JSON would be given up
 * (400), so nothing of the sort is delivered.
 */
final class EventGrid implements AutoCloseable {

  private static final int THREADS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As long as the host lets a function run. */
  private static final Duration INVOCATION = Duration.ofMinutes(5);

  private static final long FIRST_DELAY = 1_000;
  private static final int DOUBLINGS = 3;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "event-grid");
            thread.setDaemon(true);
            return thread;
          });
  private final Fleet fleet;
  private final Random random;
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicInteger again = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();

  EventGrid(Fleet fleet, long seed) {
    this.fleet = fleet;
    this.random = new Random(seed);
  }

  void offer(String event) {
    offered.incrementAndGet();
    threads.execute(() -> deliver(event, 0));
  }

  /** How many events it was given. */
  long offered() {
    return offered.get();
  }

  /** How many of them nobody has taken yet. */
  long pending() {
    return offered.get() - delivered.get();
  }

  /** How many deliveries had to be repeated. */
  int again() {
    return again.get();
  }

  int givenUp() {
    return givenUp.get();
  }

  private void deliver(String event, int failures) {
    int status = post(event, Worker.FUNCTION, PATIENCE);
    if (status / 100 == 2) {
      delivered.incrementAndGet();
    } else if (status == 400) {
      givenUp.incrementAndGet();
      delivered.incrementAndGet();
    } else {
      again.incrementAndGet();
      long full = FIRST_DELAY << Math.min(failures, DOUBLINGS);
      long delay = full / 2 + random.nextLong(full);
      threads.schedule(() -> deliver(event, failures + 1), delay, TimeUnit.MILLISECONDS);
    }
  }

  /** Has some worker sweep the Activity Log; says whether it came to an end. */
  boolean sweep() {
    return post("{}", Worker.SWEEP, INVOCATION) / 100 == 2;
  }

  /** The status; 0 if there is no answer. */
  private int post(String event, String function, Duration patience) {
    Optional<URI> webhook = fleet.any(random).map(uri -> naming(uri, function));
    if (webhook.isEmpty()) {
      return 0;
    }
    HttpRequest request =
        HttpRequest.newBuilder(webhook.get())
            .timeout(patience)
            .header("aeg-event-type", "Notification")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static URI naming(URI webhook, String function) {
    return URI.create(webhook.toString().replace(Worker.FUNCTION, function));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
