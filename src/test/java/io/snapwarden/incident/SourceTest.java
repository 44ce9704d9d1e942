package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.cluster.Clusters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is about the snapshot's cluster goes on when the snapshot is gone. */
class SourceTest {

  private static final String CLUSTER =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/managedClusters/prod";

  private final World world = new World();

  @BeforeEach
  void prepare() {
    world.knows(
        azure ->
            new Told(
                "name-cluster",
                Consent.AUTOMATIC,
                scene ->
                    Clusters.each(
                        azure,
                        scene,
                        cluster -> Plan.settled(new Outcome.Done("it is " + cluster.name())))));
    JsonObject snapshot =
        JsonParser.parseString(
                "{\"properties\":{\"creationData\":{\"sourceResourceId\":\"%s/agentPools/p\"}}}"
                    .formatted(CLUSTER))
            .getAsJsonObject();
    world.arm.putSnapshot(world.target.text(), snapshot, World.MALLORY, Writes.AT);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_step_after_its_deletion_still_knows_the_cluster() {
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "delete-snapshot", "name-cluster"));

    world.comeToRest();

    assertThat(world.arm.get(world.target.text())).isEmpty();
    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.incident().steps().get(1).detail()).isEqualTo("it is prod");
  }

  @Test
  void another_look_after_somebody_else_deleted_it_still_knows_the_cluster() {
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "name-cluster"));
    world.comeToRest();
    world.arm.remove(world.target.text());

    world.enqueue(world.detected("e2", Mode.REMEDIATE, "name-cluster"));
    world.comeToRest();

    assertThat(world.incident().round()).isGreaterThan(0);
    assertThat(world.incident().steps().get(0).detail()).isEqualTo("it is prod");
  }

  @Test
  void gone_before_anybody_looked_it_is_refused_with_the_cure() {
    world.arm.remove(world.target.text());

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "name-cluster"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.STOPPED);
    assertThat(world.incident().steps().get(0).detail()).contains("in the option \"clusters\"");
  }
}
