package io.snapwarden.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.Schedule;
import io.snapwarden.ticket.TicketBook;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The app's own storage account, from the settings that the Functions host uses too: a connection
 * string, or names with an identity (Microsoft Learn, "Azure Functions: identity-based
 * connections").
 */
public final class AzureStorage {

  private static final String SETTING = "AzureWebJobsStorage";

  /** Azurite's well-known account, which {@code UseDevelopmentStorage=true} stands for. */
  private static final String DEVELOPMENT =
      "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
          + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
          + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;"
          + "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;"
          + "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;";

  private static final int TRIES = 3;
  private static final Duration TRY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofMillis(800);

  private final Map<String, String> settings;
  private final Supplier<TokenCredential> identity;
  private final HttpClient http =
      new JdkHttpClientBuilder()
          .connectionTimeout(Duration.ofSeconds(5))
          .responseTimeout(TRY_TIMEOUT)
          .build();

  /**
   * On the storage that the settings name.
   *
   * @param identity asked only if the settings hold no connection string
   */
  public AzureStorage(Map<String, String> settings, Supplier<TokenCredential> identity) {
    this.settings = settings;
    this.identity = identity;
  }

  public Incidents incidents() {
    return new TableIncidents(tables().buildClient().getTableClient(TableIncidents.TABLE));
  }

  public TicketBook tickets() {
    return new TableTickets(tables().buildClient().getTableClient(TableTickets.TABLE));
  }

  public Schedule schedule() {
    return new QueueSchedule(queues().buildClient().getQueueClient(QueueSchedule.QUEUE));
  }

  public Evidence evidence() {
    return new BlobEvidence(blobs().buildClient().getBlobContainerClient(BlobEvidence.CONTAINER));
  }

  private TableServiceClientBuilder tables() {
    TableServiceClientBuilder builder =
        new TableServiceClientBuilder()
            .httpClient(http)
            .retryOptions(
                new RetryOptions(
                    new ExponentialBackoffOptions()
                        .setMaxRetries(TRIES - 1)
                        .setBaseDelay(FIRST_DELAY)
                        .setMaxDelay(LONGEST_DELAY)));
    String connection = connectionString();
    return connection != null
        ? builder.connectionString(connection)
        : builder.endpoint(endpoint("table")).credential(identity.get());
  }

  private QueueServiceClientBuilder queues() {
    QueueServiceClientBuilder builder =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .retryOptions(retries());
    String connection = connectionString();
    return connection != null
        ? builder.connectionString(connection)
        : builder.endpoint(endpoint("queue")).credential(identity.get());
  }

  private BlobServiceClientBuilder blobs() {
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder().httpClient(http).retryOptions(retries());
    String connection = connectionString();
    return connection != null
        ? builder.connectionString(connection)
        : builder.endpoint(endpoint("blob")).credential(identity.get());
  }

  /** Short: behind every call there is a queue message that comes again. */
  private static RequestRetryOptions retries() {
    return new RequestRetryOptions(
        RetryPolicyType.EXPONENTIAL, TRIES, TRY_TIMEOUT, FIRST_DELAY, LONGEST_DELAY, null);
  }

  private @Nullable String connectionString() {
    String connection = settings.get(SETTING);
    if (connection == null || connection.isBlank()) {
      return null;
    }
    return connection.trim().replaceAll(";$", "").equalsIgnoreCase("UseDevelopmentStorage=true")
        ? DEVELOPMENT
        : connection;
  }

  private String endpoint(String service) {
    String uri = settings.get(SETTING + "__" + service + "ServiceUri");
    if (uri != null && !uri.isBlank()) {
      return uri.trim();
    }
    String account = settings.get(SETTING + "__accountName");
    if (account == null || account.isBlank()) {
      throw new IllegalArgumentException(
          "app settings: there is no storage: set %s to a connection string, or %s__accountName to the"
                  .formatted(SETTING, SETTING)
              + " account's name and give the app's identity access to it");
    }
    return "https://%s.%s.core.windows.net".formatted(account.trim(), service);
  }
}
