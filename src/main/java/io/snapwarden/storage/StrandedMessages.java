package io.snapwarden.storage;

import com.azure.core.util.BinaryData;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.Stranded;
import java.util.List;

/**
 * What failed in the poison queue as well: the Functions host puts it into a queue with one more
 * {@code -poison} to its name, on which no function listens (Microsoft Learn, "Azure Queue storage
 * trigger": poison messages).
 */
final class StrandedMessages implements Stranded {

  /** The queue's name. */
  static final String QUEUE = QueueSchedule.QUEUE + "-poison-poison";

  private static final int AT_ONCE = 32;

  private final QueueClient stranded;
  private final Inbox inbox;

  StrandedMessages(QueueClient stranded, Inbox inbox) {
    this.stranded = stranded;
    this.inbox = inbox;
  }

  @Override
  public int bringBack() {
    int count = 0;
    List<QueueMessageItem> found = next();
    while (!found.isEmpty()) {
      for (QueueMessageItem message : found) {
        BinaryData body = message.getBody();
        inbox.put(body.toString());
        stranded.deleteMessage(message.getMessageId(), message.getPopReceipt());
        count++;
      }
      found = next();
    }
    return count;
  }

  private List<QueueMessageItem> next() {
    try {
      return stranded.receiveMessages(AT_ONCE).stream().toList();
    } catch (QueueStorageException e) {
      if (QueueErrorCode.QUEUE_NOT_FOUND.equals(e.getErrorCode())) {
        return List.of();
      }
      throw e;
    }
  }
}
