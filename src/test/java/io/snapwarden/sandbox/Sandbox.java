package io.snapwarden.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Snapwarden on one machine, from the webhook to Azure Resource Manager, with a short scenario.
 *
 * <p>The managed identity's endpoint is known by environment variables, as in Azure, so the app
 * runs in a process of its own that is started with them.
 */
public final class Sandbox {

  private static final String ONCE = "--once";
  private static final String AZURE = "--azure";

  private Sandbox() {}

  /**
   * Plays the scenario, and then stays up unless {@code --once} is given; with {@code --azure}
   * there is the simulated Azure alone.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> given = List.of(String.join(" ", arguments).trim().split("\\s+"));
    boolean once = given.equals(List.of(ONCE));
    boolean azure = given.equals(List.of(AZURE));
    if (!once && !azure && !given.equals(List.of(""))) {
      System.err.println("usage: Sandbox [" + ONCE + " | " + AZURE + "]");
      System.exit(2);
    }
    if (azure) {
      try (AzureAlone alone = new AzureAlone()) {
        alone.show();
        new CountDownLatch(1).await();
      }
    }
    if (System.getenv("IDENTITY_ENDPOINT") == null) {
      System.exit(inProcessWithIdentity(once));
    }
    System.exit(play(once));
  }

  private static int inProcessWithIdentity(boolean once) throws IOException, InterruptedException {
    try (IdentityEndpoint identity = IdentityEndpoint.start(Stage.OURSELVES)) {
      return identity.run(Sandbox.class, once ? List.of(ONCE) : List.of());
    }
  }

  private static int play(boolean once) throws InterruptedException {
    try (Stage stage = Stage.open(once ? 0 : Stage.CORE_TOOLS_PORT)) {
      boolean asTold = new Scenario(stage).play();
      if (!once) {
        stage.stayLive();
        new CountDownLatch(1).await();
      }
      return asTold ? 0 : 1;
    }
  }
}
