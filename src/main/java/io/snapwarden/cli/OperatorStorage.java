package io.snapwarden.cli;

import io.snapwarden.azure.Credentials;
import io.snapwarden.incident.Budgets;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.Incidents;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.Copies;
import java.util.Map;
import java.util.function.Function;

/**
 * The app's storage, named by the same settings as the app's, in the environment. Only commands
 * that need it touch this class: it brings the Azure SDK.
 */
final class OperatorStorage {

  private final AzureStorage storage;

  private OperatorStorage(AzureStorage storage) {
    this.storage = storage;
  }

  static OperatorStorage of(Map<String, String> environment) {
    // The SDK logs through SLF4J, which complains on standard error where there is no log.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    return new OperatorStorage(new AzureStorage(environment, () -> Credentials.of(environment)));
  }

  Incidents incidents() {
    return opened(AzureStorage::incidents);
  }

  Inbox inbox() {
    return opened(AzureStorage::inbox);
  }

  Budgets budgets() {
    return opened(AzureStorage::budgets);
  }

  Evidence evidence() {
    return opened(AzureStorage::evidence);
  }

  Copies copies() {
    return opened(AzureStorage::copies);
  }

  PolicyStore policies() {
    return opened(AzureStorage::policies);
  }

  private <T> T opened(Function<AzureStorage, T> open) {
    try {
      return open.apply(storage);
    } catch (IllegalArgumentException e) {
      throw Failure.badInput(String.valueOf(e.getMessage()));
    }
  }
}
