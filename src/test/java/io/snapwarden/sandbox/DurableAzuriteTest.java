package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DurableAzuriteTest {

  private static final int ENOUGH = 200;

  private final Set<String> rows = ConcurrentHashMap.newKeySet();
  private final Set<String> messages = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cutOff = new AtomicBoolean();

  @Test
  void what_was_acknowledged_before_an_outage_is_there_after_it_and_no_transaction_is_half_done()
      throws Exception {
    try (DurableAzurite azurite = DurableAzurite.start()) {
      String connection = azurite.connectionString();
      TableClient table = table(connection);
      QueueClient queue = queue(connection);
      table.createTable();
      queue.create();
      ExecutorService writers = Executors.newCachedThreadPool();
      for (int i = 0; i < 4; i++) {
        writers.execute(() -> untilCutOff(() -> insertTwo(table)));
        writers.execute(() -> untilCutOff(() -> send(queue)));
      }
      while (rows.size() < ENOUGH || messages.size() < ENOUGH) {
        LockSupport.parkNanos(1_000_000);
      }

      azurite.goDown();
      writers.shutdown();
      assertThat(writers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      azurite.comeBack();

      assertThat(cutOff).isTrue();
      Set<String> keys =
          table.listEntities().stream().map(TableEntity::getRowKey).collect(Collectors.toSet());
      assertThat(keys).containsAll(rows);
      assertThat(keys).allMatch(key -> keys.contains(key + "x") || key.endsWith("x"));
      assertThat(queue.getProperties().getApproximateMessagesCount())
          .isGreaterThanOrEqualTo(messages.size());
    }
  }

  private void untilCutOff(Runnable write) {
    try {
      while (true) {
        write.run();
      }
    } catch (RuntimeException e) {
      cutOff.set(true);
    }
  }

  private void insertTwo(TableClient table) {
    String key = UUID.randomUUID().toString();
    table.submitTransaction(List.of(insert(key), insert(key + "x")));
    rows.add(key);
    rows.add(key + "x");
  }

  private static TableTransactionAction insert(String key) {
    return new TableTransactionAction(
        TableTransactionActionType.CREATE, new TableEntity("partition", key));
  }

  private void send(QueueClient queue) {
    String text = UUID.randomUUID().toString();
    queue.sendMessage(text);
    messages.add(text);
  }

  private static HttpClient http() {
    return new JdkHttpClientBuilder().build();
  }

  private static TableClient table(String connection) {
    return new TableClientBuilder()
        .connectionString(connection)
        .tableName("Rows")
        .httpClient(http())
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        .buildClient();
  }

  private static QueueClient queue(String connection) {
    return new QueueClientBuilder()
        .connectionString(connection)
        .queueName("messages")
        .httpClient(http())
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.FIXED,
                1,
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                null))
        .buildClient();
  }
}
