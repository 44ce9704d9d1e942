package io.snapwarden.storage;

import io.snapwarden.sandbox.Azurite;
import java.util.Map;

/** Storage for tests: an account of its own on the emulator, with nothing in it yet. */
final class OnAzurite {

  private OnAzurite() {}

  static AzureStorage freshAccount() {
    return new AzureStorage(
        Map.of("AzureWebJobsStorage", Azurite.shared().connectionString()),
        () -> {
          throw new IllegalStateException("a connection string needs no identity");
        });
  }
}
