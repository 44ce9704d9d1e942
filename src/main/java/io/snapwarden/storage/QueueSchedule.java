package io.snapwarden.storage;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueStorageException;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.incident.Schedule;
import java.time.Duration;

/** Brings work back through the queue that it came by, invisible until it is time. */
public final class QueueSchedule implements Schedule, Inbox {

  /** The queue's name. */
  public static final String QUEUE = "snapwarden-incidents";

  /** The longest that a message can be invisible (Microsoft Learn, "Put Message"). */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Never: a message that nobody reads for a week must not vanish. */
  private static final Duration NO_EXPIRY = Duration.ofSeconds(-1);

  private final QueueClient queue;

  /**
   * On a queue.
   *
   * @param queue must encode messages as Base64, as the Functions host expects them
   */
  public QueueSchedule(QueueClient queue) {
    this.queue = queue;
  }

  @Override
  public void after(Duration delay, IncidentMessage message) {
    send(MessageJson.write(message), delay);
  }

  @Override
  public void put(String message) {
    send(message, Duration.ZERO);
  }

  private void send(String message, Duration delay) {
    BinaryData text = BinaryData.fromString(message);
    Missing.createdIf(
        QueueSchedule::queueMissing,
        queue::createIfNotExists,
        () ->
            queue.sendMessageWithResponse(
                text, wholeSeconds(delay), NO_EXPIRY, null, Context.NONE));
  }

  /** The service counts whole seconds: never too early, and whoever comes early looks again. */
  private static Duration wholeSeconds(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    Duration whole = Duration.ofSeconds(delay.plusNanos(999_999_999).toSeconds());
    return whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
  }

  private static boolean queueMissing(RuntimeException e) {
    return e instanceof QueueStorageException storage
        && QueueErrorCode.QUEUE_NOT_FOUND.equals(storage.getErrorCode());
  }
}
