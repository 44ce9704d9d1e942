package io.snapwarden.cli;

import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import java.net.URI;
import java.util.Map;

/**
 * Azure Resource Manager as whoever is signed in, found where the app finds it. Only commands that
 * need it touch this class: it brings the Azure SDK.
 */
record OperatorArm(Arm arm, URI endpoint) {

  private static final String ENDPOINT = "SNAPWARDEN_ARM_ENDPOINT";
  private static final String AZURE = "https://management.azure.com";

  /** Wires it; nothing is sent yet. */
  static OperatorArm of(Map<String, String> environment) {
    // The SDK logs through SLF4J, which complains on standard error where there is no log.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    try {
      URI endpoint = URI.create(environment.getOrDefault(ENDPOINT, AZURE));
      return new OperatorArm(new AzureArm(endpoint, Credentials.of(environment)), endpoint);
    } catch (IllegalArgumentException e) {
      throw Failure.badInput(ENDPOINT + ": " + e.getMessage());
    }
  }
}
