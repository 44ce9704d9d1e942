package io.snapwarden.remediation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Difference;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.ArmCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeClusterTest {

  private static final String ID = "upgrade-cluster";

  private static void to(Lab lab, String to) {
    Estate.build(lab);
    lab.options.addProperty("to", to);
  }

  private static String text(Lab lab, String id, String field) {
    return Estate.properties(lab, id).get(field).getAsString();
  }

  private static void set(Lab lab, String id, String field, String value) {
    JsonObject resource = lab.azure.get(id).orElseThrow();
    resource.getAsJsonObject("properties").addProperty(field, value);
    lab.azure.put(id, resource);
  }

  @Nested
  class NextVersion extends RemediationContract {
    @Override
    protected String remediation() {
      return ID;
    }

    @Override
    protected void arrange(Lab lab) {
      to(lab, "next-version");
    }

    @Override
    protected List<String> spareable() {
      return List.of(
          "Microsoft.ContainerService/managedclustersnapshots/read",
          "Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles/read",
          "Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action");
    }
  }

  @Nested
  class NodeImage extends RemediationContract {
    @Override
    protected String remediation() {
      return ID;
    }

    @Override
    protected void arrange(Lab lab) {
      to(lab, "node-image");
    }

    @Override
    protected List<String> spareable() {
      return List.of(
          "Microsoft.ContainerService/managedclustersnapshots/read",
          "Microsoft.ContainerService/managedClusters/write",
          "Microsoft.ContainerService/managedClusters/agentPools/write",
          "Microsoft.ContainerService/managedClusters/upgradeProfiles/read",
          "Microsoft.Network/virtualNetworks/subnets/join/action",
          "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
    }
  }

  @Test
  void unless_told_otherwise_it_only_reports() {
    try (Lab lab = new Lab()) {
      Estate.build(lab);

      Outcome outcome = lab.run(ID);

      assertThat(outcome)
          .isEqualTo(
              new Outcome.Done(
                  "the control plane of prod is at 1.30.9, and offered are 1.31.4, 1.31.7; "
                      + "the pool system is at 1.30.9 with the node image AKSUbuntu-2204gen2containerd-202608.10.0, and the latest is AKSUbuntu-2204gen2containerd-202611.10.0; "
                      + "the pool workers is at 1.30.9 with the node image AKSUbuntu-2204gen2containerd-202608.10.0, and the latest is AKSUbuntu-2204gen2containerd-202611.10.0"));
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void the_control_plane_comes_first_then_the_pool_of_the_system_then_the_others() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");

      assertThat(lab.run(ID))
          .isEqualTo(new Outcome.Done("the cluster prod and its pools are at 1.31.7"));

      assertThat(lab.azure.writes())
          .extracting(ArmCall::path)
          .containsExactly(Estate.CLUSTER, Estate.SYSTEM, Estate.WORKERS);
      assertThat(text(lab, Estate.CLUSTER, "currentKubernetesVersion")).isEqualTo("1.31.7");
      assertThat(text(lab, Estate.WORKERS, "currentOrchestratorVersion")).isEqualTo("1.31.7");
    }
  }

  @Test
  void the_whole_way_is_in_the_plan_before_anything_is_done() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");

      Plan.Changes plan = (Plan.Changes) lab.plan(ID);

      assertThat(plan.changes())
          .extracting(change -> change.differences().stream().map(Difference::text).toList())
          .containsExactly(
              List.of("~ properties.kubernetesVersion: \"1.30.9\" -> \"1.31.7\""),
              List.of("~ properties.orchestratorVersion: \"1.30.9\" -> \"1.31.7\""),
              List.of("~ properties.orchestratorVersion: \"1.30.9\" -> \"1.31.7\""));
    }
  }

  @Test
  void nothing_but_versions_and_images_becomes_other_than_it_was() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      Map<String, JsonObject> before = lab.azure.everything();

      lab.run(ID);

      Map<String, JsonObject> after = lab.azure.everything();
      for (String id : List.of(Estate.CLUSTER, Estate.SYSTEM, Estate.WORKERS)) {
        String key = id.toLowerCase(Locale.ROOT);
        assertThat(Difference.between(before.get(key), after.get(key)))
            .extracting(Difference::path)
            .allMatch(path -> path.endsWith("Version"));
      }
    }
  }

  @Test
  void two_versions_behind_it_goes_up_by_one() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");

      lab.run(ID);
      lab.run(ID);

      assertThat(text(lab, Estate.CLUSTER, "currentKubernetesVersion")).isEqualTo("1.31.7");
    }
  }

  @Test
  void a_preview_is_never_chosen() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      for (String id : List.of(Estate.SYSTEM, Estate.WORKERS)) {
        set(lab, id, "orchestratorVersion", "1.32.3");
        set(lab, id, "currentOrchestratorVersion", "1.32.3");
      }
      set(lab, Estate.CLUSTER, "kubernetesVersion", "1.32.3");
      set(lab, Estate.CLUSTER, "currentKubernetesVersion", "1.32.3");

      assertThat(lab.run(ID))
          .isEqualTo(new Outcome.Done("the cluster prod and its pools are at 1.32.3"));
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_pool_that_lags_behind_catches_up_version_by_version() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      set(lab, Estate.CLUSTER, "kubernetesVersion", "1.32.3");
      set(lab, Estate.CLUSTER, "currentKubernetesVersion", "1.32.3");

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(lab.azure.writes())
          .extracting(
              call ->
                  call.body()
                      .getAsJsonObject("properties")
                      .get("orchestratorVersion")
                      .getAsString())
          .containsExactly("1.31.7", "1.32.3", "1.31.7", "1.32.3");
    }
  }

  @Test
  void forty_minutes_of_upgrade_cost_few_reads_and_no_long_call() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      Instant begun = lab.now();

      lab.run(ID);

      Duration took = Duration.between(begun, lab.now());
      assertThat(took).isBetween(Duration.ofMinutes(33), Duration.ofMinutes(50));
      assertThat(lab.azure.requests()).hasSizeLessThan(90);
      assertThat(lab.passing)
          .filteredOn(Outcome.Waiting.class::isInstance)
          .allSatisfy(
              waiting ->
                  assertThat(((Outcome.Waiting) waiting).after()).isEqualTo(Duration.ofMinutes(2)));
    }
  }

  @Test
  void an_upgrade_that_stops_half_way_fails_with_the_reason_of_aks() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      lab.azure.aks().failNext("Drain of aks-system-1 did not complete: PDB web");

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("Drain of aks-system-1 did not complete");
      assertThat(lab.azure.writes()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"next-version", "node-image"})
  void an_upgrade_that_somebody_elses_left_half_way_is_not_taken_up(String to) {
    try (Lab lab = new Lab()) {
      to(lab, to);
      set(lab, Estate.WORKERS, "provisioningState", "Failed");

      Outcome failed = lab.run(ID);

      assertThat(failed).isInstanceOf(Outcome.Refused.class);
      assertThat(failed.detail()).contains("any change would take up what failed");

      set(lab, Estate.WORKERS, "provisioningState", "Succeeded");
      set(lab, Estate.WORKERS, "orchestratorVersion", "1.31.4");
      Outcome halfway = lab.run(ID);

      assertThat(halfway).isInstanceOf(Outcome.Refused.class);
      assertThat(halfway.detail()).contains("from 1.30.9 to 1.31.4 was begun and did not end");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void another_operation_is_waited_for() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      set(lab, Estate.SYSTEM, "provisioningState", "Scaling");

      Outcome outcome = lab.step(ID);

      assertThat(outcome)
          .isEqualTo(
              new Outcome.Waiting(
                  "Azure is at work on the node pool system: Scaling", Duration.ofMinutes(2)));
    }
  }

  @Test
  void a_cluster_that_is_stopped_is_refused() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
      cluster.getAsJsonObject("properties").add("powerState", Lab.json("{\"code\":\"Stopped\"}"));
      lab.azure.put(Estate.CLUSTER, cluster);

      assertThat(lab.run(ID))
          .isEqualTo(new Outcome.Refused("the cluster prod is stopped: start it first"));
    }
  }

  @Test
  void images_that_aks_renews_by_itself_are_left_to_it() {
    try (Lab lab = new Lab()) {
      to(lab, "node-image");
      JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
      cluster
          .getAsJsonObject("properties")
          .add("autoUpgradeProfile", Lab.json("{\"nodeOSUpgradeChannel\":\"NodeImage\"}"));
      lab.azure.put(Estate.CLUSTER, cluster);

      assertThat(lab.run(ID).detail()).contains("by itself");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_version_that_is_none_is_not_guessed_at() {
    try (Lab lab = new Lab()) {
      to(lab, "next-version");
      set(lab, Estate.CLUSTER, "kubernetesVersion", "latest");
      set(lab, Estate.CLUSTER, "currentKubernetesVersion", "latest");

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("currentKubernetesVersion is \"latest\"");
    }
  }
}
