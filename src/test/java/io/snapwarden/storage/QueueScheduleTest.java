package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.incident.Schedule;
import io.snapwarden.incident.ScheduleContract;
import io.snapwarden.sandbox.Azurite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueueScheduleTest extends ScheduleContract {

  private String account;
  private QueueClient queue;

  @Override
  protected Schedule schedule() {
    account = Azurite.shared().connectionString();
    queue =
        new QueueClientBuilder()
            .connectionString(account)
            .queueName(QueueSchedule.QUEUE)
            .httpClient(new JdkHttpClientBuilder().build())
            .buildClient();
    return OnAzurite.account(account).schedule();
  }

  @Override
  protected Optional<IncidentId> due() {
    return message()
        .map(
            message -> {
              queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
              return ((IncidentMessage.Advance) MessageJson.read(text(message))).incident();
            });
  }

  private Optional<QueueMessageItem> message() {
    return queue.receiveMessages(1).stream().findFirst();
  }

  /** As the Functions host reads it. */
  private static String text(QueueMessageItem message) {
    return new String(
        Base64.getDecoder().decode(message.getBody().toString()), StandardCharsets.UTF_8);
  }

  @Override
  protected Optional<IncidentId> dueWithin(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Optional<IncidentId> due = due();
    while (due.isEmpty() && System.nanoTime() < end) {
      pause();
      due = due();
    }
    return due;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_message_never_expires() {
    OnAzurite.account(account).schedule().again(incident(), Duration.ZERO);

    assertThat(message().orElseThrow().getExpirationTime())
        .isAfter(OffsetDateTime.now().plusYears(100));
  }

  @Test
  void a_delay_longer_than_the_service_takes_comes_back_as_late_as_it_can() {
    Schedule schedule = OnAzurite.account(account).schedule();

    assertThatCode(() -> schedule.again(incident(), Duration.ofDays(30)))
        .doesNotThrowAnyException();
    assertThatCode(() -> schedule.again(incident(), Duration.ofSeconds(-5)))
        .doesNotThrowAnyException();
    assertThat(due()).isPresent();
    assertThat(due()).isEmpty();
  }

  @Test
  void a_message_handed_in_is_there_at_once_and_as_it_was() {
    schedule();

    OnAzurite.account(account).inbox().put("not even <JSON> \u00e9");

    assertThat(text(message().orElseThrow())).isEqualTo("not even <JSON> \u00e9");
  }
}
