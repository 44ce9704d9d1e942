package io.snapwarden.bench.cold;

import com.microsoft.azure.functions.ExecutionContext;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import java.net.URI;

/**
 * A function that does nothing but send one request through the SDK's pipeline, with a token that
 * azure-identity got.
 */
public final class OneRequest {

  public void run(String event, ExecutionContext context) {
    new AzureArm(
            URI.create(System.getenv("SNAPWARDEN_ARM_ENDPOINT")), Credentials.of(System.getenv()))
        .send(ArmRequest.get("/subscriptions", "2022-12-01"));
  }
}
