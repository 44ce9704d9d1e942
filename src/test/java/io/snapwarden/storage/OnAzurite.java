package io.snapwarden.storage;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import io.snapwarden.sandbox.Azurite;
import java.util.Map;

/** Storage for tests: an account of its own on the emulator, with nothing in it yet. */
final class OnAzurite {

  private OnAzurite() {}

  static AzureStorage freshAccount() {
    return account(Azurite.shared().connectionString());
  }

  static AzureStorage account(String connectionString) {
    return new AzureStorage(
        Map.of("AzureWebJobsStorage", connectionString),
        () -> {
          throw new IllegalStateException("a connection string needs no identity");
        });
  }

  /** A table whose requests pass through a policy at each try. */
  static TableClient table(String connectionString, String name, HttpPipelinePolicy policy) {
    return new TableClientBuilder()
        .connectionString(connectionString)
        .tableName(name)
        .httpClient(new JdkHttpClientBuilder().build())
        .addPolicy(policy)
        .buildClient();
  }
}
