package io.snapwarden.sandbox;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue trigger as the host has it (azure-sdk-for-net, Microsoft.Azure.WebJobs.Extensions.Storage
 * .Queues: QueueListener.cs, SharedQueueWatcher.cs and QueueProcessor.cs). A message stays hidden
 * for as long as its function runs. One whose function throws comes again, and after the fifth time
 * goes into the poison queue; so does one that comes for the sixth time because nobody lived to say
 * how it ended. What fails in the poison queue stays hidden for a while, and comes again without
 * end.
 */
final class QueueListener implements AutoCloseable {

  /** As in host.json. */
  private static final int MAX_DEQUEUE_COUNT = 5;

  private static final int MOST_AT_ONCE = 32;
  private static final long SHORTEST_NAP = 20;
  private static final long LONGEST_NAP = 320;

  private final QueueClient queue;
  private final @Nullable QueueClient poison;
  private final Consumer<String> function;
  private final Duration visibility;
  private final Consumer<RuntimeException> failures;
  private final Semaphore free;
  private final int most;
  private final ExecutorService workers;
  private final ScheduledExecutorService renewals;
  private final Thread fetcher;
  private final Semaphore awake = new Semaphore(0);
  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * Starts at once.
   *
   * @param poison null if this is the poison queue
   * @param visibility how long a message is hidden after its worker was last heard of
   * @param workers how many messages are worked on at a time
   * @param failures is told of what the function or the storage throws
   */
  QueueListener(
      QueueClient queue,
      @Nullable QueueClient poison,
      Consumer<String> function,
      Duration visibility,
      int workers,
      Consumer<RuntimeException> failures) {
    this.queue = queue;
    this.poison = poison;
    this.function = function;
    this.visibility = visibility;
    this.failures = failures;
    this.most = workers;
    this.free = new Semaphore(workers);
    this.workers = Executors.newFixedThreadPool(workers, QueueListener::daemon);
    this.renewals = Executors.newSingleThreadScheduledExecutor(QueueListener::daemon);
    this.fetcher = daemon(this::fetch);
    fetcher.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "queue");
    thread.setDaemon(true);
    return thread;
  }

  private void fetch() {
    long nap = SHORTEST_NAP;
    try {
      while (!stopping) {
        free.acquire();
        int wanted = 1;
        while (wanted < MOST_AT_ONCE && free.tryAcquire()) {
          wanted++;
        }
        int got = receive(wanted);
        free.release(wanted - got);
        nap = got > 0 ? SHORTEST_NAP : Math.min(2 * nap, LONGEST_NAP);
        if (got == 0 && awake.tryAcquire(nap, TimeUnit.MILLISECONDS)) {
          nap = SHORTEST_NAP;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands out as many messages as there are workers free. */
  private int receive(int wanted) {
    int got = 0;
    busy.incrementAndGet();
    try {
      for (QueueMessageItem message :
          queue.receiveMessages(wanted, visibility, null, Context.NONE)) {
        got++;
        busy.incrementAndGet();
        workers.execute(
            () -> {
              try {
                work(new Held(message));
              } catch (RuntimeException e) {
                failures.accept(e);
              } finally {
                busy.decrementAndGet();
                free.release();
              }
            });
      }
    } catch (RuntimeException e) {
      failures.accept(e);
    } finally {
      busy.decrementAndGet();
    }
    return got;
  }

  /** Looks at once: a function of the same host has put something into the queue. */
  void wake() {
    awake.drainPermits();
    awake.release();
  }

  /** Whether a message is being fetched or worked on. */
  boolean working() {
    return busy.get() > 0;
  }

  private void work(Held message) {
    if (poison != null && message.item.getDequeueCount() > MAX_DEQUEUE_COUNT) {
      poison.sendMessage(message.text);
      message.delete();
      return;
    }
    long half = visibility.toMillis() / 2;
    ScheduledFuture<?> renewal =
        renewals.scheduleAtFixedRate(message::renew, half, half, TimeUnit.MILLISECONDS);
    try {
      function.accept(message.text);
    } catch (RuntimeException e) {
      failures.accept(e);
      failed(message);
      return;
    } finally {
      renewal.cancel(false);
    }
    message.delete();
  }

  private void failed(Held message) {
    if (poison == null) {
      return;
    }
    if (message.item.getDequeueCount() < MAX_DEQUEUE_COUNT) {
      message.hide(Duration.ZERO);
    } else {
      poison.sendMessage(message.text);
      message.delete();
    }
  }

  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    try {
      free.acquire(most);
      fetcher.interrupt();
      fetcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdown();
    renewals.shutdownNow();
  }

  /** A message that is being worked on; each time that it is hidden anew its receipt changes. */
  private final class Held {
    private final QueueMessageItem item;
    private final String text;
    private String receipt;
    private boolean settled;

    Held(QueueMessageItem item) {
      this.item = item;
      this.text = new String(item.getBody().toBytes(), StandardCharsets.UTF_8);
      this.receipt = item.getPopReceipt();
    }

    synchronized void renew() {
      if (!settled) {
        try {
          hideFor(visibility);
        } catch (RuntimeException e) {
          failures.accept(e);
        }
      }
    }

    synchronized void hide(Duration by) {
      settled = true;
      hideFor(by);
    }

    synchronized void delete() {
      settled = true;
      queue.deleteMessage(item.getMessageId(), receipt);
    }

    private void hideFor(Duration by) {
      receipt = queue.updateMessage(item.getMessageId(), receipt, text, by).getPopReceipt();
    }
  }
}
