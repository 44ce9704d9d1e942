package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.remediation.Lab;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AksRulesTest {

  private static final String VERSION = "2025-09-01";
  private static final String ID =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/managedClusters/prod";
  private static final String POOL = ID + "/agentPools/system";

  private final Lab lab = new Lab();
  private final AksRules aks = new AksRules();
  private final AksCluster cluster = AksCluster.put(lab.azure, ID, "1.31.4");

  @BeforeEach
  void pools() {
    lab.azure.follow(aks);
    cluster.pool("system", "System", "1.31.4").pool("user", "User", "1.30.9");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private JsonObject get(String id) {
    return lab.arm.send(ArmRequest.get(id, VERSION)).body().getAsJsonObject();
  }

  private ArmAnswer put(String id, @Nullable String ifMatch, Consumer<JsonObject> edit) {
    JsonObject body = get(id);
    edit.accept(body.getAsJsonObject("properties"));
    return lab.arm.send(new ArmRequest(Method.PUT, id, VERSION, body, ifMatch));
  }

  private ArmAnswer upgrade(String id, String version) {
    String name = id.contains("agentPools") ? "orchestratorVersion" : "kubernetesVersion";
    return put(id, null, properties -> properties.addProperty(name, version));
  }

  private static String state(JsonObject resource) {
    return resource.getAsJsonObject("properties").get("provisioningState").getAsString();
  }

  @Test
  void a_cluster_shows_its_pools_and_its_etag() {
    JsonObject shown = get(ID);

    assertThat(shown.has("eTag")).isTrue();
    assertThat(shown.getAsJsonObject("properties").getAsJsonArray("agentPoolProfiles"))
        .extracting(pool -> pool.getAsJsonObject().get("name").getAsString())
        .containsExactly("system", "user");
  }

  @Test
  void an_upgrade_takes_its_time_and_nothing_else_goes_on_meanwhile() {
    assertThat(upgrade(ID, "1.32.3").status()).isEqualTo(200);

    assertThat(state(get(ID))).isEqualTo("Upgrading");
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.31.4");
    assertThat(upgrade(POOL, "1.31.7").errorCode()).isEqualTo("OperationNotAllowed");
    lab.advance(Duration.ofMinutes(10));
    assertThat(state(get(ID))).isEqualTo("Succeeded");
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.32.3");
  }

  @Test
  void versions_follow_upon_one_another() {
    assertThat(upgrade(ID, "1.29.0").errorCode()).isEqualTo("K8sVersionNotSupported");
    assertThat(upgrade(ID, "1.33.0").errorCode()).isEqualTo("OperationNotAllowed");
    assertThat(upgrade(POOL, "1.32.3").errorCode()).isEqualTo("NodePoolMcVersionIncompatible");
    assertThat(upgrade(ID + "/agentPools/user", "1.30.1").errorCode())
        .isEqualTo("AgentPoolUpgradeVersionNotAllowed");
  }

  @Test
  void a_changed_resource_is_not_overwritten() {
    String etag = get(POOL).getAsJsonObject("properties").get("eTag").getAsString();
    cluster.withPool("system", pool -> pool.addProperty("count", 5));

    assertThat(put(POOL, etag, pool -> {}).status()).isEqualTo(412);
  }

  @Test
  void a_careless_put_loses_what_it_leaves_out_but_not_what_is_read_only() {
    JsonObject body = Lab.json("{\"location\": \"westeurope\", \"properties\": {\"fqdn\": \"x\"}}");

    lab.arm.send(new ArmRequest(Method.PUT, ID, VERSION, body, null));

    assertThat(cluster.shows("dnsPrefix")).isEmpty();
    assertThat(cluster.shows("fqdn")).isEqualTo("prod-1.hcp.westeurope.azmk8s.io");
    assertThat(cluster.shows("currentKubernetesVersion")).isEqualTo("1.31.4");
  }

  @Test
  void a_stopped_upgrade_goes_on_with_any_later_put() {
    String user = ID + "/agentPools/user";
    aks.nextStops(user, "Failed", "UpgradeFailed", "Drain node aks-user-1 failed");
    upgrade(user, "1.31.4");
    lab.advance(Duration.ofMinutes(15));
    assertThat(state(get(user))).isEqualTo("Failed");
    assertThat(get(user).toString()).contains("Drain node aks-user-1 failed");

    put(ID, null, properties -> properties.addProperty("dnsPrefix", "other"));
    lab.advance(Duration.ofMinutes(2));

    assertThat(state(get(user))).isEqualTo("Upgrading");
    lab.advance(Duration.ofMinutes(15));
    assertThat(cluster.shows("user", "currentOrchestratorVersion")).isEqualTo("1.31.4");
  }

  @Test
  void an_image_is_renewed_node_by_node() {
    ArmAnswer answer =
        lab.arm.send(
            new ArmRequest(Method.POST, POOL + "/upgradeNodeImageVersion", VERSION, null, null));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(state(get(POOL))).isEqualTo("UpgradingNodeImageVersion");
    lab.advance(Duration.ofMinutes(15));
    assertThat(cluster.shows("system", "nodeImageVersion"))
        .isEqualTo("AKSUbuntu-2204gen2containerd-202611.10.0");
  }

  @Test
  void whoever_asks_too_often_is_told_when_to_come_back() {
    for (int i = 0; i < 20; i++) {
      put(POOL, null, properties -> {});
    }

    ArmAnswer answer = put(POOL, null, properties -> {});

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void a_subnet_that_is_named_must_be_the_callers_to_join() {
    cluster.withPool("system", pool -> pool.addProperty("vnetSubnetID", "/subscriptions/s"));
    lab.azure.grant(
        Lab.SNAPWARDEN,
        Set.of(
            "Microsoft.ContainerService/managedClusters/agentPools/read",
            "Microsoft.ContainerService/managedClusters/agentPools/write"));

    ArmAnswer answer = put(POOL, null, properties -> {});

    assertThat(answer.errorCode()).isEqualTo("LinkedAuthorizationFailed");
    assertThat(answer.errorMessage()).contains("subnets/join/action");
  }
}
