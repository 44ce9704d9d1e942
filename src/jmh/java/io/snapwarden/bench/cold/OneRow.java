package io.snapwarden.bench.cold;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableEntity;
import com.microsoft.azure.functions.ExecutionContext;
import java.util.UUID;

/**
 * A function that does nothing but write one row with the SDK, over the same HTTP client: what is
 * beyond it in a function that stores an incident is Snapwarden's own.
 */
public final class OneRow {

  public void run(String row, ExecutionContext context) {
    new TableServiceClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .connectionString(System.getenv("AzureWebJobsStorage"))
        .buildClient()
        .getTableClient("SnapwardenIncidents")
        .createEntity(new TableEntity(UUID.randomUUID().toString(), "row"));
  }
}
