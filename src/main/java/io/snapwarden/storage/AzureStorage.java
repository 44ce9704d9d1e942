package io.snapwarden.storage;

import com.azure.core.client.traits.ConnectionStringTrait;
import com.azure.core.client.traits.EndpointTrait;
import com.azure.core.client.traits.TokenCredentialTrait;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.incident.Budgets;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.Schedule;
import io.snapwarden.incident.Storms;
import io.snapwarden.incident.Stranded;
import io.snapwarden.incident.Turns;
import io.snapwarden.incident.Watermarks;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.TicketBook;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The app's own storage account. Each method loads no other service's classes; call it once and
 * keep what it gives, which is safe for use by several threads.
 *
 * <p>Each method throws an {@link IllegalArgumentException} that names the setting and the cure, if
 * the settings name no storage.
 */
public final class AzureStorage {

  private static final int TRIES = 3;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TRY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofMillis(800);

  private final Map<String, String> values;
  private final StorageSettings settings;
  private final Supplier<TokenCredential> identity;
  private @Nullable TableServiceClient tables;
  private final HttpClient http =
      new JdkHttpClientBuilder()
          .connectionTimeout(CONNECT_TIMEOUT)
          .writeTimeout(TRY_TIMEOUT)
          .responseTimeout(TRY_TIMEOUT)
          .readTimeout(TRY_TIMEOUT)
          .build();

  /**
   * On the storage that the settings name.
   *
   * @param identity asked only if the settings hold no connection string
   */
  public AzureStorage(Map<String, String> settings, Supplier<TokenCredential> identity) {
    this.values = settings;
    this.settings = new StorageSettings(settings);
    this.identity = identity;
  }

  public Incidents incidents() {
    return new TableIncidents(table(TableIncidents.TABLE));
  }

  public Turns turns() {
    return new TableTurns(table(TableIncidents.TABLE));
  }

  public Budgets budgets() {
    return new TableBudgets(table(TableBudgets.TABLE));
  }

  public TicketBook tickets() {
    return new TableTickets(table(TableTickets.TABLE));
  }

  public Copies copies() {
    return new TableCopies(table(TableTickets.TABLE));
  }

  public Storms storms() {
    return new TableStorms(table(TableBudgets.TABLE));
  }

  public Watermarks watermarks() {
    return new TableWatermarks(table(TableWatermarks.TABLE));
  }

  public Schedule schedule() {
    return queue();
  }

  public Inbox inbox() {
    return queue();
  }

  public Stranded stranded() {
    return new StrandedMessages(queueClient(StrandedMessages.QUEUE), queue());
  }

  private QueueSchedule queue() {
    return new QueueSchedule(queueClient(QueueSchedule.QUEUE));
  }

  private QueueClient queueClient(String name) {
    QueueServiceClientBuilder builder =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .retryOptions(retries());
    return connected(builder, "queue", QueueServiceClientBuilder::buildClient).getQueueClient(name);
  }

  public Evidence evidence() {
    return new BlobEvidence(container(BlobEvidence.CONTAINER));
  }

  public PolicyStore policies() {
    PolicyPath path = PolicyPath.of(values);
    return new BlobPolicies(container(path.container()), path);
  }

  private BlobContainerClient container(String name) {
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder().httpClient(http).retryOptions(retries());
    return connected(builder, "blob", BlobServiceClientBuilder::buildClient)
        .getBlobContainerClient(name);
  }

  private TableClient table(String name) {
    return tables().getTableClient(name);
  }

  /** One for all tables: making it costs a cold start more than the first request. */
  private synchronized TableServiceClient tables() {
    TableServiceClient made = tables;
    if (made == null) {
      made = newTables();
      tables = made;
    }
    return made;
  }

  private TableServiceClient newTables() {
    TableServiceClientBuilder builder =
        new TableServiceClientBuilder()
            .httpClient(http)
            .addPolicy(new JsonErrorsOnly())
            .retryOptions(
                new RetryOptions(
                    new ExponentialBackoffOptions()
                        .setMaxRetries(TRIES - 1)
                        .setBaseDelay(FIRST_DELAY)
                        .setMaxDelay(LONGEST_DELAY)));
    return connected(builder, "table", TableServiceClientBuilder::buildClient);
  }

  /** Short: behind every call there is a queue message that comes again. */
  private static RequestRetryOptions retries() {
    return new RequestRetryOptions(
        RetryPolicyType.EXPONENTIAL, TRIES, TRY_TIMEOUT, FIRST_DELAY, LONGEST_DELAY, null);
  }

  private <B extends ConnectionStringTrait<B> & EndpointTrait<B> & TokenCredentialTrait<B>, C>
      C connected(B builder, String service, Function<B, C> build) {
    String connection = settings.connectionString();
    if (connection == null) {
      return build.apply(builder.endpoint(settings.endpoint(service)).credential(identity.get()));
    }
    try {
      return build.apply(builder.connectionString(connection));
    } catch (RuntimeException e) {
      // Without the cause: it may quote the string, and with it the key.
      throw StorageSettings.noConnectionString();
    }
  }
}
