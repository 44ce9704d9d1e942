package io.snapwarden.sandbox;

import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.Mode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The simulated Azure without the functions, for a host that runs them elsewhere, as Core Tools do:
 * Resource Manager, the identity of the app with the role of the sandbox's policy, and the snapshot
 * that the sandbox's event is about.
 */
final class AzureAlone implements AutoCloseable {

  static final ResourceId WRITTEN = Stage.snapshot("aks-prod-1", "golden-2");

  private final SimulatedArm arm = SimulatedArm.start();
  private final IdentityEndpoint identity = IdentityEndpoint.start(Stage.OURSELVES);

  AzureAlone() {
    new GeneratedRole(arm, Stage.OURSELVES)
        .ofPolicy(Stage.resource("/sandbox/policy.json"), Mode.REMEDIATE);
    Fleet.build(arm);
    arm.putSnapshot(WRITTEN.text(), Stage.snapshotOf(WRITTEN), Stage.MALLORY, Instant.now());
  }

  SimulatedArm arm() {
    return arm;
  }

  /** The settings with which the app reaches this Azure instead of the real one. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(identity.environment());
    settings.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    settings.put("SNAPWARDEN_PRINCIPAL_ID", Stage.OURSELVES.objectId());
    settings.put("SNAPWARDEN_SUBSCRIPTIONS", Stage.SUBSCRIPTION);
    return settings;
  }

  /** Says how to reach it, and prints each request that comes. */
  void show() {
    System.out.printf(
        "The simulated Azure is at %s. In the terminal in which the functions run:%n%n  . %s%n%n"
            + "Ctrl+C ends it.%n",
        arm.endpoint(), Stage.exported("azure.env", settings()));
    arm.onWrite(write -> System.out.println(write.operation() + " " + write.id()));
  }

  @Override
  public void close() {
    identity.close();
    arm.close();
  }
}
