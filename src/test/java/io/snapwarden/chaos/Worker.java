package io.snapwarden.chaos;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.function.App;
import io.snapwarden.sandbox.EventGridWebhook;
import io.snapwarden.sandbox.FunctionHost;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the function app in a process of its own: the real functions with the settings of
 * its environment, behind Event Grid's webhook and on the queues. It says on which port it listens,
 * and ends when nobody holds its standard input any more.
 */
public final class Worker {

  static final String FUNCTION = "OnSnapshotWrite";

  /** Here it runs when it is asked to; in Azure a timer asks. */
  static final String SWEEP = "SweepActivityLog";

  static final String READY = "ready ";
  static final String FAILED = "failed ";
  static final String THREADS = "CHAOS_THREADS";

  /**
   * How long a message of a dead worker stays hidden. The real host takes ten minutes; the lease on
   * the incident is the real one.
   */
  static final Duration VISIBILITY = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Worker() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread orphan = new Thread(Worker::endWithParent);
    orphan.setDaemon(true);
    orphan.start();
    Map<String, String> settings = System.getenv();
    App app = new App(settings);
    FunctionHost host = host(app, settings);
    EventGridWebhook webhook =
        new EventGridWebhook(0, Map.of(FUNCTION, host::deliver, SWEEP, none -> host.sweep()));
    host.start(Integer.parseInt(settings.get(THREADS)), VISIBILITY);
    System.out.println(READY + webhook.uri(FUNCTION));
    Thread.currentThread().join();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // The same: nobody is there.
    }
    Runtime.getRuntime().halt(0);
  }

  /** The host makes its queues when it starts; storage may be away just then. */
  private static FunctionHost host(App app, Map<String, String> settings)
      throws InterruptedException {
    while (true) {
      try {
        return connected(app, settings);
      } catch (RuntimeException e) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private static FunctionHost connected(App app, Map<String, String> settings) {
    HttpClient http =
        new JdkHttpClientBuilder().connectionTimeout(PATIENCE).responseTimeout(PATIENCE).build();
    String storage = settings.get("AzureWebJobsStorage");
    return new FunctionHost(
        () -> app,
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(storage)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .retryOptions(retries())
            .buildClient(),
        new BlobServiceClientBuilder()
            .httpClient(http)
            .connectionString(storage)
            .retryOptions(retries())
            .buildClient(),
        settings.get("SNAPWARDEN_POLICY"),
        Worker::tell);
  }

  private static RequestRetryOptions retries() {
    return new RequestRetryOptions(
        RetryPolicyType.FIXED, 2, PATIENCE, Duration.ofMillis(100), Duration.ofMillis(100), null);
  }

  /** Only what failed is of interest outside. */
  private static void tell(String line) {
    if (line.contains(" failed: ")) {
      System.out.println(FAILED + line.replace('\n', ' '));
    }
  }
}
