package io.snapwarden.remediation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Difference;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.AksCluster;
import io.snapwarden.sandbox.AksRules;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmChange;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeClusterTest {

  private static final String UPGRADE = "upgrade-cluster";
  private static final String ID =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/managedClusters/prod";
  private static final String OLD_IMAGE = "AKSUbuntu-2204gen2containerd-202608.10.0";
  private static final String NEW_IMAGE = "AKSUbuntu-2204gen2containerd-202611.10.0";

  private Lab lab = new Lab();
  private AksRules aks = new AksRules();
  private AksCluster cluster = AksCluster.put(lab.azure, ID, "1.31.4");

  @BeforeEach
  void arrange() {
    lab.azure.follow(aks);
    cluster.pool("apps", "User", "1.31.4").pool("system", "System", "1.31.4");
    lab.takenOf(cluster.poolId("apps"));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void again() {
    lab.close();
    lab = new Lab();
    aks = new AksRules();
    cluster = AksCluster.put(lab.azure, ID, "1.31.4");
    arrange();
  }

  private Outcome run(String to) {
    lab.options.addProperty("to", to);
    return lab.run(UPGRADE);
  }

  private List<Change> planned(String to) {
    lab.options.addProperty("to", to);
    return ((Plan.Changes) lab.plan(UPGRADE)).changes();
  }

  private List<String> made() {
    return lab.azure.changes().stream()
        .map(ArmChange::id)
        .map(id -> id.substring(ID.length()))
        .toList();
  }

  private void pools(String... names) {
    JsonArray list = new JsonArray();
    List.of(names).forEach(list::add);
    lab.options.add("pools", list);
  }

  private static void refused(Outcome outcome, String... reasons) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.detail()).contains(reasons);
  }

  @Test
  void by_default_it_changes_nothing_and_tells_what_is_available() {
    cluster.withPool("apps", pool -> pool.addProperty("currentOrchestratorVersion", "1.30.9"));
    cluster.withPool("apps", pool -> pool.addProperty("orchestratorVersion", "1.30.9"));

    Outcome outcome = lab.run(UPGRADE);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Done(
                "the control plane of prod runs 1.31.4, and AKS offers the patch 1.31.7 and the next version 1.32.3"
                    + "; the pool system runs 1.31.4, with node image %s where there is %s"
                        .formatted(OLD_IMAGE, NEW_IMAGE)
                    + "; the pool apps runs 1.30.9, unlike the control plane, with node image %s where there is %s"
                        .formatted(OLD_IMAGE, NEW_IMAGE)));
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_report_leaves_previews_out() {
    aks.offersNothing().previews("1.31.9", "1.32.0");

    assertThat(lab.run(UPGRADE).detail())
        .contains("runs 1.31.4, and AKS offers nothing newer")
        .doesNotContain("1.31.9", "1.32.0");
  }

  @Test
  void a_report_tells_the_state_and_the_channels_too() {
    cluster.with(
        json -> {
          JsonObject properties = json.getAsJsonObject("properties");
          properties.addProperty("provisioningState", "Failed");
          properties.addProperty("kubernetesVersion", "1.32.3");
          properties.add("autoUpgradeProfile", Lab.json("{\"upgradeChannel\": \"stable\"}"));
        });

    assertThat(lab.run(UPGRADE).detail())
        .contains("runs 1.31.4 (on its way to 1.32.3) (Failed)", "upgradeChannel stable");
  }

  @Test
  void the_next_version_comes_to_the_control_plane_and_then_to_one_pool_after_another() {
    Outcome outcome = run("next-version");

    assertThat(outcome).isEqualTo(new Outcome.Done("prod runs 1.32.3, and so do its pools"));
    assertThat(made()).containsExactly("", "/agentPools/system", "/agentPools/apps");
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
    assertThat(cluster.shows("system", "currentOrchestratorVersion")).isEqualTo("1.32.3");
    assertThat(cluster.shows("apps", "currentOrchestratorVersion")).isEqualTo("1.32.3");
  }

  @Test
  void all_that_is_not_the_version_stays_as_it_is() {
    JsonObject before = lab.azure.get(ID).orElseThrow();
    JsonObject pool = lab.azure.get(cluster.poolId("apps")).orElseThrow();

    run("next-version");

    assertThat(Difference.between(before, plain(lab.azure.get(ID).orElseThrow())))
        .extracting(Difference::path)
        .containsExactly("properties.kubernetesVersion", "properties.currentKubernetesVersion");
    assertThat(Difference.between(pool, lab.azure.get(cluster.poolId("apps")).orElseThrow()))
        .extracting(Difference::path)
        .containsExactly(
            "properties.orchestratorVersion",
            "properties.currentOrchestratorVersion",
            "properties.nodeImageVersion");
  }

  private static JsonObject plain(JsonObject json) {
    json.remove("systemData");
    return json;
  }

  @Test
  void what_is_planned_is_what_comes_true() {
    List<Change> planned = planned("next-version");

    for (Change foreseen : planned) {
      while (!(lab.plan(UPGRADE) instanceof Plan.Changes)) {
        lab.advance(Duration.ofMinutes(1));
      }
      Change now = ((Plan.Changes) lab.plan(UPGRADE)).changes().get(0);
      assertThat(now.differences()).isEqualTo(foreseen.differences());
      assertThat(now.resource()).isEqualTo(foreseen.resource());
      lab.step(UPGRADE);
    }
    assertThat(planned).hasSize(3);
  }

  @Test
  void two_versions_behind_it_takes_exactly_one_step() {
    aks.offers("1.33.3", "1.34.1");

    run("next-version");
    Outcome again = run("next-version");

    assertThat(again).isInstanceOf(Outcome.Done.class);
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
    assertThat(made()).hasSize(3);
  }

  @Test
  void another_incident_takes_the_next_step() {
    aks.offers("1.33.3");
    run("next-version");
    lab.before.clear();
    lab.touches.clear();

    run("next-version");

    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.33.3");
  }

  @Test
  void a_version_that_comes_out_while_the_pools_are_at_it_is_left_for_another_time() {
    aks.offersNothing().offers("1.31.4");
    cluster.withPool("apps", pool -> pool.addProperty("orchestratorVersion", "1.31.2"));
    cluster.withPool("apps", pool -> pool.addProperty("currentOrchestratorVersion", "1.31.2"));
    lab.options.addProperty("to", "next-version");
    lab.step(UPGRADE);
    aks.offers("1.32.0");

    run("next-version");

    assertThat(made()).containsExactly("/agentPools/apps");
  }

  @Test
  void where_only_a_patch_is_newer_it_goes_there() {
    aks.offersNothing().offers("1.31.5", "1.31.6");

    run("next-version");

    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.31.6");
    assertThat(cluster.shows("apps", "currentOrchestratorVersion")).isEqualTo("1.31.6");
  }

  @Test
  void a_preview_is_never_installed() {
    aks.offersNothing().previews("1.31.9", "1.32.0");

    assertThat(run("next-version")).isInstanceOf(Outcome.Done.class);
    assertThat(made()).isEmpty();
  }

  @Test
  void a_cluster_that_is_current_is_left_as_it_is() {
    aks.offersNothing();

    Outcome outcome = run("next-version");

    assertThat(outcome).isEqualTo(new Outcome.Done("prod runs 1.31.4, and so do its pools"));
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_pool_that_lags_behind_goes_through_every_version_between() {
    aks.offers("1.29.2");
    cluster.withPool("apps", pool -> pool.addProperty("orchestratorVersion", "1.30"));
    cluster.withPool("apps", pool -> pool.addProperty("currentOrchestratorVersion", "1.30.9"));

    Outcome outcome = run("next-version");

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(made())
        .containsExactly("", "/agentPools/system", "/agentPools/apps", "/agentPools/apps");
    assertThat(cluster.shows("apps", "currentOrchestratorVersion")).isEqualTo("1.32.3");
  }

  @Test
  void only_the_pools_that_the_policy_names_are_upgraded() {
    pools("apps");

    run("next-version");

    assertThat(made()).containsExactly("", "/agentPools/apps");
  }

  @Test
  void no_pools_at_all_means_the_control_plane_alone() {
    pools();

    run("next-version");

    assertThat(made()).containsExactly("");
  }

  @Test
  void a_pool_that_the_cluster_does_not_have_is_refused() {
    pools("apps", "gpu");

    refused(run("next-version"), "prod has no pool gpu");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_stopped_pool_is_left_alone() {
    cluster.withPool("apps", pool -> pool.add("powerState", Lab.json("{\"code\": \"Stopped\"}")));

    Outcome outcome = run("node-image");

    assertThat(outcome.detail()).endsWith("; stopped pools are left alone: apps");
    assertThat(made()).containsExactly("/agentPools/system/upgradeNodeImageVersion");
  }

  @Test
  void the_node_images_of_all_pools_are_renewed_one_after_another() {
    Outcome outcome = run("node-image");

    assertThat(outcome).isEqualTo(new Outcome.Done("the pools of prod have the newest node image"));
    assertThat(made())
        .containsExactly(
            "/agentPools/system/upgradeNodeImageVersion",
            "/agentPools/apps/upgradeNodeImageVersion");
    assertThat(cluster.shows("system", "nodeImageVersion")).isEqualTo(NEW_IMAGE);
    assertThat(cluster.shows("apps", "nodeImageVersion")).isEqualTo(NEW_IMAGE);
    assertThat(cluster.shows("apps", "currentOrchestratorVersion")).isEqualTo("1.31.4");
  }

  @Test
  void a_pool_whose_image_is_the_newest_is_left_as_it_is() {
    cluster.withPool("system", pool -> pool.addProperty("nodeImageVersion", NEW_IMAGE));

    run("node-image");

    assertThat(made()).containsExactly("/agentPools/apps/upgradeNodeImageVersion");
  }

  @Test
  void an_image_that_comes_out_meanwhile_is_left_for_another_time() {
    lab.options.addProperty("to", "node-image");
    lab.step(UPGRADE);
    lab.advance(Duration.ofMinutes(30));
    lab.plan(UPGRADE);
    aks.latestImage("202612.01.0");

    run("node-image");

    assertThat(made()).hasSize(2);
  }

  @TestFactory
  Stream<DynamicTest> however_it_is_interrupted_no_image_is_renewed_twice() {
    run("node-image");
    int requests = lab.azure.requests().size();
    return IntStream.range(0, requests)
        .boxed()
        .flatMap(
            position ->
                Stream.of(new Fault.DropBefore(), new Fault.DropAfter(), Fault.busy())
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                fault.kind() + " at request " + position,
                                () -> interrupted(position, fault))));
  }

  private void interrupted(int position, Fault fault) {
    again();
    AtomicInteger count = new AtomicInteger();
    lab.azure.faults().next(call -> count.getAndIncrement() == position, fault);

    Outcome outcome = run("node-image");

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(made()).hasSize(2);
    assertThat(cluster.shows("apps", "nodeImageVersion")).isEqualTo(NEW_IMAGE);
  }

  @Test
  void an_upgrade_of_forty_minutes_costs_few_looks() {
    aks.takes(Duration.ofMinutes(40), Duration.ofMinutes(5), Duration.ofMinutes(2));
    pools();
    Instant from = lab.now();

    run("next-version");

    assertThat(Duration.between(from, lab.now())).isBetween(minutes(40), minutes(45));
    assertThat(lab.azure.requests()).filteredOn(call -> !call.write()).hasSizeLessThan(45);
    assertThat(lab.azure.writes()).hasSize(1);
    assertThat(lab.passing)
        .filteredOn(Outcome.Waiting.class::isInstance)
        .isNotEmpty()
        .allSatisfy(
            outcome ->
                assertThat(((Outcome.Waiting) outcome).after()).isGreaterThanOrEqualTo(minutes(1)));
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Updating", "Upgrading", "Starting", "Scaling", "SomethingNew"})
  void while_azure_is_at_work_on_the_cluster_it_waits(String state) {
    cluster.with(
        json -> json.getAsJsonObject("properties").addProperty("provisioningState", state));
    lab.options.addProperty("to", "next-version");

    Outcome outcome = lab.step(UPGRADE);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Waiting(
                "Azure is at work on the cluster prod: " + state, Duration.ofMinutes(3)));
    assertThat(lab.azure.requests()).hasSize(2);
  }

  @Test
  void while_azure_is_at_work_on_a_pool_it_waits_too() {
    cluster.withPool("apps", pool -> pool.addProperty("provisioningState", "Scaling"));
    lab.options.addProperty("to", "node-image");

    assertThat(lab.step(UPGRADE).detail()).isEqualTo("Azure is at work on the pool apps: Scaling");
  }

  @Test
  void an_operation_that_begins_just_before_ours_is_let_through() {
    lab.azure.faults().next(ArmCall::write, Fault.busy());

    assertThat(run("next-version")).isInstanceOf(Outcome.Done.class);
    assertThat(made()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "next-version, Failed",
    "next-version, Canceled",
    "node-image, Failed",
    "node-image, Canceled"
  })
  void an_upgrade_that_stopped_half_way_is_not_taken_up_by_accident(String to, String state) {
    cluster.withPool(
        "apps",
        pool -> {
          pool.addProperty("orchestratorVersion", "1.31.7");
          pool.addProperty("provisioningState", state);
          pool.add(
              "status",
              Lab.json(
                  "{\"provisioningError\": {\"code\": \"UpgradeFailed\", \"message\": \"Drain of aks-apps-1 did not complete\"}}"));
        });

    refused(run(to), "the pool apps is in the state " + state, "Drain of aks-apps-1 did not");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void not_even_if_azure_calls_it_a_success() {
    cluster.withPool("apps", pool -> pool.addProperty("orchestratorVersion", "1.31.7"));

    refused(run("next-version"), "the upgrade of the pool apps to 1.31.7 was left unfinished");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_control_plane_that_stopped_half_way_is_left_alone_too() {
    cluster.with(
        json -> json.getAsJsonObject("properties").addProperty("kubernetesVersion", "1.32.3"));

    refused(
        run("node-image"),
        "the upgrade of the control plane of prod to 1.32.3 was left unfinished");
  }

  @Test
  void a_version_that_is_wanted_without_a_patch_is_no_unfinished_upgrade() {
    cluster.with(
        json -> json.getAsJsonObject("properties").addProperty("kubernetesVersion", "1.31"));

    assertThat(run("next-version")).isInstanceOf(Outcome.Done.class);
    assertThat(cluster.shows("kubernetesVersion")).isEqualTo("1.32.3");
  }

  @Test
  void a_drain_that_times_out_fails_with_azures_reason_and_is_not_taken_up() {
    aks.nextStops(
        cluster.poolId("system"), "Failed", "UpgradeFailed", "Drain of aks-system-1 timed out");

    Outcome outcome = run("next-version");

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.detail())
        .contains("the pool system ended as Failed", "UpgradeFailed Drain of aks-system-1");
    assertThat(made()).containsExactly("", "/agentPools/system");
  }

  @Test
  void once_people_have_mended_it_a_retry_goes_on_with_the_rest() {
    aks.nextStops(cluster.poolId("system"), "Failed", "UpgradeFailed", "Drain timed out");
    run("next-version");
    cluster.withPool(
        "system",
        pool -> {
          pool.addProperty("provisioningState", "Succeeded");
          pool.addProperty("currentOrchestratorVersion", "1.32.3");
        });

    assertThat(run("next-version")).isInstanceOf(Outcome.Done.class);
    assertThat(made()).containsExactly("", "/agentPools/system", "/agentPools/apps");
  }

  @Test
  void too_small_a_quota_fails_with_azures_reason() {
    lab.azure
        .faults()
        .next(
            ArmCall::write,
            Fault.error(
                400,
                "ErrCode_InsufficientVCPUQuota",
                "Insufficient vcpu quota requested 8, remaining 2 for family standardDSv5Family"));

    Outcome outcome = run("next-version");

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.detail()).contains("Insufficient vcpu quota requested 8, remaining 2");
  }

  @Test
  void a_version_that_is_none_is_not_guessed_at() {
    cluster.withPool("apps", pool -> pool.addProperty("orchestratorVersion", "newest"));
    cluster.withPool("apps", pool -> pool.addProperty("currentOrchestratorVersion", "newest"));

    refused(run("next-version"), "the pool apps does not say which version it runs");
  }

  @Test
  void a_stopped_cluster_is_refused() {
    cluster.with(
        json ->
            json.getAsJsonObject("properties")
                .add("powerState", Lab.json("{\"code\": \"Stopped\"}")));

    refused(run("next-version"), "the cluster prod is stopped: start it first");
  }

  @Test
  void a_cluster_that_is_not_there_is_refused() {
    lab.azure.remove(ID);

    refused(run("report"), "there is no cluster " + ID);
  }

  @Test
  void a_step_over_a_minor_version_is_for_people_to_take() {
    aks.offersNothing().offersAnyway("1.34.0");

    refused(run("next-version"), "AKS offers only [1.34.0], which skips a minor version");
  }

  @ParameterizedTest
  @CsvSource({"stable", "rapid"})
  void what_aks_upgrades_by_itself_is_left_to_it(String channel) {
    channel("upgradeChannel", channel);

    Outcome outcome = run("next-version");

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Done(
                "left to AKS, which upgrades prod itself (upgrade channel %s); it runs 1.31.4, and could run 1.32.3"
                    .formatted(channel)));
    assertThat(made()).isEmpty();
  }

  @Test
  void aks_itself_brings_only_patches_where_the_channel_says_so() {
    channel("upgradeChannel", "patch");

    run("next-version");

    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
  }

  @ParameterizedTest
  @CsvSource({"nodeOSUpgradeChannel, NodeImage", "upgradeChannel, node-image"})
  void node_images_that_aks_renews_by_itself_are_left_to_it(String name, String channel) {
    channel(name, channel);

    Outcome outcome = run("node-image");

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.detail())
        .startsWith("left to AKS")
        .endsWith("not the newest yet: system, apps");
    assertThat(made()).isEmpty();
  }

  @Test
  void the_policy_may_insist() {
    channel("nodeOSUpgradeChannel", "NodeImage");
    lab.options.addProperty("despiteAutoUpgrade", true);

    run("node-image");

    assertThat(made()).hasSize(2);
  }

  private void channel(String name, String channel) {
    cluster.with(
        json ->
            json.getAsJsonObject("properties")
                .add("autoUpgradeProfile", Lab.json("{\"%s\": \"%s\"}".formatted(name, channel))));
  }

  @Test
  void an_upgrade_cannot_be_undone_and_it_says_what_would_help() {
    run("next-version");
    int writes = lab.azure.writes().size();

    refused(lab.undo(UPGRADE), "goes back to no older version", "a new node pool");
    assertThat(lab.azure.writes()).hasSize(writes);
  }

  @Test
  void an_upgrade_under_way_cannot_be_undone_either() {
    lab.options.addProperty("to", "next-version");
    lab.step(UPGRADE);

    refused(lab.undo(UPGRADE), "prod was upgraded");
  }

  @Test
  void where_azure_never_took_the_upgrade_there_is_nothing_to_undo() {
    lab.azure.faults().next(ArmCall::write, Fault.error(400, "BadRequest", "no"));
    run("next-version");

    assertThat(lab.undo(UPGRADE)).isEqualTo(new Outcome.Done("nothing was upgraded"));
  }

  @Test
  void what_azure_says_is_shown_in_one_line_and_not_at_length() {
    cluster.withPool(
        "apps",
        pool -> {
          pool.addProperty("provisioningState", "Failed");
          pool.add(
              "status",
              Lab.json(
                  "{\"provisioningError\": {\"message\": \"a\\nb%s\"}}"
                      .formatted("x".repeat(5000))));
        });

    String detail = run("node-image").detail();

    assertThat(detail).doesNotContain("\n").hasSizeLessThan(500);
  }

  @Test
  void several_clusters_are_named_by_the_policy() {
    AksCluster other = AksCluster.put(lab.azure, ID + "2", "1.31.4").pool("p", "System", "1.31.4");
    JsonArray clusters = new JsonArray();
    clusters.add(ID);
    clusters.add(other.id());
    lab.options.add("clusters", clusters);

    assertThat(run("next-version")).isInstanceOf(Outcome.Done.class);
    assertThat(other.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"to\": \"latest\"} | .to must be one of \"report\", \"node-image\", \"next-version\"",
        "{\"pools\": [\"Apps\"]} | .pools[0] must be the name of a node pool: a small letter, then up to 11 small letters and digits",
        "{\"to\": \"node-image\", \"pools\": []} | .pools names no pool, and only pools have node images: name some, or leave it out",
      })
  void options_that_make_no_sense_are_named(String options, String problem) {
    assertThat(new RemediationSpecs().check(UPGRADE, Lab.json(options)))
        .extracting(found -> found.path() + " " + found.message())
        .containsExactly(problem);
  }

  @Test
  void it_never_acts_without_a_person_unless_the_policy_says_so() {
    assertThat(lab.playbook.needsApproval(UPGRADE, lab.options)).isTrue();
  }

  @Test
  void touches_of_others_are_not_taken_for_its_own() {
    cluster.withPool("apps", pool -> pool.addProperty("provisioningState", "Failed"));
    lab.touches.add(new Scene.Touch(lab.now(), lab.now(), cluster.poolId("app")));

    refused(run("next-version"), "the pool apps is in the state Failed");
  }
}
