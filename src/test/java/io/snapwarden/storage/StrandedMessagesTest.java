package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.sandbox.Azurite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrandedMessagesTest {

  private final String account = Azurite.shared().connectionString();

  private QueueClient queue(String name) {
    return new QueueServiceClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .connectionString(account)
        .messageEncoding(QueueMessageEncoding.BASE64)
        .buildClient()
        .getQueueClient(name);
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    queue(name).receiveMessages(32).forEach(message -> texts.add(message.getBody().toString()));
    return texts;
  }

  @Test
  void what_failed_in_the_poison_queue_too_is_put_back_to_where_it_came_from() {
    QueueClient stranded = queue("snapwarden-incidents-poison-poison");
    stranded.create();
    stranded.sendMessage("one \u00e9");
    stranded.sendMessage("two");

    int count = OnAzurite.account(account).stranded().bringBack();

    assertThat(count).isEqualTo(2);
    assertThat(texts("snapwarden-incidents")).containsExactlyInAnyOrder("one \u00e9", "two");
    assertThat(stranded.getProperties().getApproximateMessagesCount()).isZero();
  }

  @Test
  void where_nothing_ever_failed_so_often_there_is_nothing_to_do() {
    assertThat(OnAzurite.account(account).stranded().bringBack()).isZero();
  }
}
