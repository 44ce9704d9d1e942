package io.snapwarden.sandbox;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.models.QueueMessageItem;
import io.snapwarden.function.AdvanceIncident;
import io.snapwarden.function.OnPoisonIncident;
import io.snapwarden.function.OnSnapshotWrite;
import io.snapwarden.function.Wiring;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Functions host in this process: runs the app's functions as function.json
 * binds them, with real storage behind the bindings. Like the host it delivers a queue message
 * again when its function throws, and after the fifth time puts it into the poison queue.
 */
public final class FunctionHost implements AutoCloseable {

  /** As in host.json. */
  private static final int MAX_DEQUEUE_COUNT = 5;

  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final String QUEUE = "snapwarden-incidents";
  private static final String EVIDENCE = "snapwarden-evidence";

  private final OnSnapshotWrite onSnapshotWrite;
  private final AdvanceIncident advanceIncident;
  private final OnPoisonIncident onPoisonIncident;
  private final QueueClient incidents;
  private final QueueClient poison;
  private final BlobServiceClient blobs;
  private final String policyPath;
  private final Consumer<String> log;
  private final List<Thread> pumps = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  public FunctionHost(
      Wiring wiring,
      QueueServiceClient queues,
      BlobServiceClient blobs,
      String policyPath,
      Consumer<String> log) {
    this.onSnapshotWrite = new OnSnapshotWrite(wiring);
    this.advanceIncident = new AdvanceIncident(wiring);
    this.onPoisonIncident = new OnPoisonIncident(wiring);
    this.incidents = queues.getQueueClient(QUEUE);
    this.poison = queues.getQueueClient(QUEUE + "-poison");
    this.blobs = blobs;
    this.policyPath = policyPath;
    this.log = log;
    incidents.createIfNotExists();
    poison.createIfNotExists();
    blobs.createBlobContainerIfNotExists(EVIDENCE);
    blobs.createBlobContainerIfNotExists(policyPath.substring(0, policyPath.indexOf('/')));
  }

  /** Starts this many workers on the queues. */
  public FunctionHost start(int workers) {
    for (int i = 0; i < workers; i++) {
      pumps.add(pump("incidents-" + i, incidents, this::advance));
    }
    pumps.add(pump("poison", poison, this::fromPoison));
    return this;
  }

  /** What an Event Grid trigger does with one event: throws what the function throws. */
  public void deliver(String event) {
    Output<List<String>> messages = new Output<>();
    Output<String> unreadable = new Output<>();
    Output<String> lastGood = new Output<>();
    onSnapshotWrite.run(
        event, policy(), messages, unreadable, lastGood, context("OnSnapshotWrite"));
    if (lastGood.getValue() != null) {
      policyBlob(".last-good").upload(BinaryData.fromString(lastGood.getValue()), true);
    }
    if (unreadable.getValue() != null) {
      blobs
          .getBlobContainerClient(EVIDENCE)
          .getBlobClient("unreadable/" + UUID.randomUUID() + ".txt")
          .upload(BinaryData.fromString(unreadable.getValue()));
    }
    if (messages.getValue() != null) {
      messages.getValue().forEach(this::enqueue);
    }
  }

  private HostContext context(String function) {
    return new HostContext(function, line -> log.accept(function + ": " + line));
  }

  private void enqueue(String message) {
    incidents.sendMessage(message);
  }

  private @Nullable String policy() {
    try {
      return policyBlob("").downloadContent().toString();
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == 404) {
        return null;
      }
      throw e;
    }
  }

  private BlobClient policyBlob(String suffix) {
    int slash = policyPath.indexOf('/');
    return blobs
        .getBlobContainerClient(policyPath.substring(0, slash))
        .getBlobClient(policyPath.substring(slash + 1) + suffix);
  }

  private Thread pump(String name, QueueClient queue, Consumer<QueueMessageItem> function) {
    Thread thread = new Thread(() -> poll(queue, function), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void poll(QueueClient queue, Consumer<QueueMessageItem> function) {
    while (!stopping.get()) {
      boolean idle = true;
      try {
        for (QueueMessageItem message :
            queue.receiveMessages(1, VISIBILITY, null, com.azure.core.util.Context.NONE)) {
          idle = false;
          function.accept(message);
        }
      } catch (RuntimeException e) {
        failures.add(e);
      }
      if (idle) {
        synchronized (this) {
          try {
            wait(20);
          } catch (InterruptedException e) {
            return;
          }
        }
      }
    }
  }

  private void advance(QueueMessageItem message) {
    try {
      advanceIncident.run(text(message), context("AdvanceIncident"));
    } catch (RuntimeException e) {
      log.accept("AdvanceIncident failed: " + e);
      failures.add(e);
      if (message.getDequeueCount() < MAX_DEQUEUE_COUNT) {
        incidents.updateMessage(
            message.getMessageId(), message.getPopReceipt(), text(message), Duration.ZERO);
        return;
      }
      poison.sendMessage(text(message));
    }
    incidents.deleteMessage(message.getMessageId(), message.getPopReceipt());
  }

  private void fromPoison(QueueMessageItem message) {
    onPoisonIncident.run(text(message), context("OnPoisonIncident"));
    poison.deleteMessage(message.getMessageId(), message.getPopReceipt());
  }

  private static String text(QueueMessageItem message) {
    return new String(message.getBody().toBytes(), StandardCharsets.UTF_8);
  }

  /** Whether nothing is being worked on and nothing waits in the queues, now or later. */
  public boolean atRest() {
    return incidents.getProperties().getApproximateMessagesCount() == 0
        && poison.getProperties().getApproximateMessagesCount() == 0;
  }

  /** What functions threw so far. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopping.set(true);
    synchronized (this) {
      notifyAll();
    }
    for (Thread pump : pumps) {
      try {
        pump.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
