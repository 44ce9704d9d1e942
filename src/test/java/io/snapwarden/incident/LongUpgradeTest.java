package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.cluster.UpgradeCluster;
import io.snapwarden.sandbox.ArmCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Half an hour of Azure's time, through the queue, and with workers that die. */
class LongUpgradeTest {

  private static World upgrading() {
    World world = new World();
    Estate.build(world.arm);
    world.knows(UpgradeCluster::new);
    JsonObject snapshot =
        JsonParser.parseString(
                "{\"properties\":{\"creationData\":{\"sourceResourceId\":\"%s\"}}}"
                    .formatted(Estate.WORKERS))
            .getAsJsonObject();
    world.arm.putSnapshot(world.target.text(), snapshot, World.MALLORY, Writes.AT);
    JsonObject options = new JsonObject();
    options.addProperty("to", "next-version");
    options.addProperty("unattended", true);
    world.enqueue(
        world.with(
            world.detected("e1", Mode.REMEDIATE),
            List.of(new RemediationChoice("upgrade-cluster", options))));
    return world;
  }

  private static List<String> written(World world) {
    return world.arm.changes().stream().map(change -> change.method() + " " + change.id()).toList();
  }

  @Test
  void no_delivery_waits_for_azure_and_each_thing_is_upgraded_once() {
    try (World world = upgrading()) {
      Instant begun = world.now();

      world.comeToRest();

      assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
      assertThat(Duration.between(begun, world.now())).isGreaterThan(Duration.ofMinutes(30));
      // The clock stands still while a message is worked on: nobody slept in there.
      assertThat(world.deliveries()).isBetween(8, 40);
      assertThat(written(world))
          .containsExactly(
              "PUT " + Estate.CLUSTER, "PUT " + Estate.SYSTEM, "PUT " + Estate.WORKERS);
      assertThat(world.arm.requests()).filteredOn(ArmCall::write).hasSize(3);
    }
  }

  static IntStream kills() {
    try (World world = upgrading()) {
      world.fuse.set(0, false);
      world.comeToRest();
      return IntStream.iterate(1, at -> at <= world.fuse.effects(), at -> at + 4);
    }
  }

  @ParameterizedTest
  @MethodSource("kills")
  void a_worker_that_dies_at_any_moment_changes_nothing_in_the_end(int at) {
    for (boolean after : new boolean[] {false, true}) {
      try (World world = upgrading()) {
        world.fuse.set(at, after);

        world.comeToRest();

        assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
        assertThat(written(world))
            .containsExactly(
                "PUT " + Estate.CLUSTER, "PUT " + Estate.SYSTEM, "PUT " + Estate.WORKERS);
      }
    }
  }
}
