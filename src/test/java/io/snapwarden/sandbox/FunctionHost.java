package io.snapwarden.sandbox;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueServiceClient;
import io.snapwarden.function.AdvanceIncident;
import io.snapwarden.function.OnPoisonIncident;
import io.snapwarden.function.OnSnapshotWrite;
import io.snapwarden.function.SweepActivityLog;
import io.snapwarden.function.Wiring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Functions host in this process: runs the app's functions as function.json
 * binds them, with real storage behind the bindings. Like the host it delivers a queue message
 * again when its function throws, and after the fifth time puts it into the poison queue.
 */
public final class FunctionHost implements AutoCloseable {

  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final String QUEUE = "snapwarden-incidents";
  private static final String EVIDENCE = "snapwarden-evidence";

  private final OnSnapshotWrite onSnapshotWrite;
  private final AdvanceIncident advanceIncident;
  private final OnPoisonIncident onPoisonIncident;
  private final SweepActivityLog sweepActivityLog;
  private final QueueClient incidents;
  private final QueueClient poison;
  private final BlobServiceClient blobs;
  private final String policyPath;
  private final Consumer<String> log;
  private final List<QueueListener> listeners = new ArrayList<>();
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
    this.sweepActivityLog = new SweepActivityLog(wiring);
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
    return start(workers, VISIBILITY);
  }

  /**
   * The same.
   *
   * @param visibility how long a message is hidden after its worker was last heard of
   */
  public FunctionHost start(int workers, Duration visibility) {
    listeners.add(
        new QueueListener(incidents, poison, this::advance, visibility, workers, failures::add));
    listeners.add(new QueueListener(poison, null, this::fromPoison, visibility, 1, failures::add));
    return this;
  }

  private void advance(String message) {
    try {
      advanceIncident.run(message, context("AdvanceIncident"));
    } catch (RuntimeException e) {
      log.accept("AdvanceIncident failed: " + e);
      throw e;
    }
  }

  private void fromPoison(String message) {
    onPoisonIncident.run(message, context("OnPoisonIncident"));
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

  /** What the timer does once: throws what the function throws. */
  public void sweep() {
    sweepActivityLog.run("{\"IsPastDue\":false}", policy(), context("SweepActivityLog"));
  }

  private HostContext context(String function) {
    return new HostContext(function, line -> log.accept(function + ": " + line));
  }

  private void enqueue(String message) {
    incidents.sendMessage(message);
    listeners.forEach(QueueListener::wake);
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

  /** Whether nothing is being worked on and nothing waits in the queues, now or later. */
  public boolean atRest() {
    return incidents.getProperties().getApproximateMessagesCount() == 0
        && poison.getProperties().getApproximateMessagesCount() == 0;
  }

  /** Whether nothing is being worked on and nothing is due now; something may be due later. */
  public boolean idle() {
    return listeners.stream().noneMatch(QueueListener::working)
        && incidents.peekMessage() == null
        && poison.peekMessage() == null
        && listeners.stream().noneMatch(QueueListener::working);
  }

  /** What functions threw so far. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    listeners.forEach(QueueListener::close);
  }
}
