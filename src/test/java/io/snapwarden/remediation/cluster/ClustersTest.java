package io.snapwarden.remediation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClustersTest {

  private static final String GROUP =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1";
  private static final String CLUSTER =
      GROUP + "/providers/Microsoft.ContainerService/managedClusters/prod";

  private final Lab lab = new Lab();
  private final List<String> found = new ArrayList<>();

  @AfterEach
  void close() {
    lab.close();
  }

  private String look() {
    Plan plan =
        Clusters.each(
            lab.arm,
            lab.scene(),
            cluster -> {
              found.add(cluster.text());
              return Plan.settled(new Outcome.Done(cluster.name()));
            });
    Outcome outcome = ((Plan.Settled) plan).outcome();
    return outcome.getClass().getSimpleName() + ": " + outcome.detail();
  }

  @Test
  void a_snapshot_of_a_node_pool_tells_its_cluster() {
    lab.takenOf(CLUSTER + "/agentPools/pool1");

    look();

    assertThat(found).containsExactly(CLUSTER);
  }

  @Test
  void a_snapshot_of_a_cluster_tells_it() {
    lab.takenOf(CLUSTER);

    look();

    assertThat(found).containsExactly(CLUSTER);
  }

  @Test
  void a_snapshot_that_is_gone_is_remembered() {
    lab.takenOf(CLUSTER);
    look();
    lab.azure.remove(lab.id);

    look();

    assertThat(found).containsExactly(CLUSTER, CLUSTER);
  }

  @Test
  void what_was_seen_first_is_what_is_remembered() {
    lab.takenOf(CLUSTER);
    look();
    lab.takenOf(CLUSTER + "-2");
    look();
    lab.azure.remove(lab.id);

    look();

    assertThat(found).containsExactly(CLUSTER, CLUSTER + "-2", CLUSTER);
  }

  @Test
  void a_snapshot_that_was_never_seen_tells_nothing() {
    lab.azure.remove(lab.id);

    assertThat(look())
        .isEqualTo(
            "Refused: the snapshot is gone, and was never seen, so its cluster is not known;"
                + " name the cluster in the option \"clusters\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.Compute/disks/d",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/../x",
        "/subscriptions/66666666-6666-6666-6666-666666666666/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/theirs",
      })
  void a_source_that_is_no_cluster_of_the_same_subscription_is_refused(String source) {
    lab.takenOf(source);

    assertThat(look())
        .startsWith("Refused: ")
        .endsWith("; name the cluster in the option \"clusters\"");
    assertThat(found).isEmpty();
  }

  @Test
  void clusters_that_the_policy_names_count_instead_wherever_they_are() {
    lab.takenOf(CLUSTER);
    String other =
        "/subscriptions/66666666-6666-6666-6666-666666666666/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/other";
    JsonArray named = new JsonArray();
    named.add(other);
    named.add(CLUSTER + "-3");
    lab.options.add("clusters", named);

    String outcome = look();

    assertThat(found).containsExactly(other, CLUSTER + "-3");
    assertThat(outcome).isEqualTo("Done: other; prod-3");
    assertThat(lab.azure.requests()).isEmpty();
  }

  @Test
  void ids_know_what_they_are_of() {
    ResourceId pool = ResourceId.of(CLUSTER + "/agentPools/pool1");

    assertThat(pool.isA("Microsoft.ContainerService/managedClusters/agentPools")).isTrue();
    assertThat(pool.isA("microsoft.containerservice/managedclusters")).isFalse();
    assertThat(pool.parent()).isEqualTo(ResourceId.of(CLUSTER));
    assertThat(ResourceId.of(GROUP).parent().segments()).hasSize(2);
    assertThat(ResourceId.of(GROUP).isA("Microsoft.ContainerService/managedClusters")).isFalse();
  }
}
