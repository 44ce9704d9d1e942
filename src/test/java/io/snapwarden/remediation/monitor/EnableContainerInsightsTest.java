package io.snapwarden.remediation.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Difference;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.ArmCall;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnableContainerInsightsTest extends RemediationContract {

  private static final String ID = "enable-container-insights";
  private static final String ASSOCIATION =
      Estate.CLUSTER
          + "/providers/Microsoft.Insights/dataCollectionRuleAssociations/ContainerInsightsExtension";
  private static final String RULE =
      Estate.GROUP + "/providers/Microsoft.Insights/dataCollectionRules/snapwarden-prod-4296fce8";

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    Estate.build(lab);
    lab.options.addProperty("workspace", Estate.WORKSPACE);
  }

  private static JsonObject addon(Lab lab) {
    return Estate.properties(lab, Estate.CLUSTER)
        .getAsJsonObject("addonProfiles")
        .getAsJsonObject("omsagent");
  }

  private static void addon(Lab lab, String key, String json) {
    JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
    JsonObject addons = cluster.getAsJsonObject("properties").getAsJsonObject("addonProfiles");
    addons.remove("omsagent");
    if (!json.isEmpty()) {
      addons.add(key, Lab.json(json));
    }
    lab.azure.put(Estate.CLUSTER, cluster);
  }

  @Test
  void rule_association_and_addon_come_in_this_order() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("Container insights of prod is on"));

      assertThat(lab.azure.writes())
          .extracting(ArmCall::path)
          .containsExactly(RULE, ASSOCIATION, Estate.CLUSTER);
      assertThat(addon(lab))
          .isEqualTo(
              Lab.json(
                  "{\"enabled\":true,\"config\":{\"logAnalyticsWorkspaceResourceID\":\"%s\",\"useAADAuth\":\"true\"}}"
                      .formatted(Estate.WORKSPACE)));
      assertThat(lab.azure.get(RULE).orElseThrow().get("location").getAsString())
          .isEqualTo("northeurope");
      assertThat(Estate.properties(lab, ASSOCIATION).get("dataCollectionRuleId").getAsString())
          .isEqualTo(RULE);
    }
  }

  @Test
  void nothing_else_of_the_cluster_changes() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      Map<String, JsonObject> before = lab.azure.everything();

      lab.run(ID);

      String key = Estate.CLUSTER.toLowerCase(java.util.Locale.ROOT);
      assertThat(Difference.between(before.get(key), lab.azure.everything().get(key)))
          .extracting(Difference::path)
          .containsExactly(
              "properties.addonProfiles.omsagent.enabled",
              "properties.addonProfiles.omsagent.config");
    }
  }

  @Test
  void an_addon_in_another_spelling_is_the_same_addon() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      addon(
          lab,
          "omsAgent",
          "{\"enabled\":true,\"config\":{\"loganalyticsworkspaceresourceid\":\"%s\",\"useAADAuth\":\"True\"}}"
              .formatted(Estate.WORKSPACE.toUpperCase(java.util.Locale.ROOT)));

      lab.run(ID);

      assertThat(lab.azure.writes()).extracting(ArmCall::path).containsExactly(RULE, ASSOCIATION);
    }
  }

  @Test
  void a_cluster_without_the_addon_has_it_off_after_undo() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      addon(lab, "", "");
      lab.run(ID);

      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(addon(lab)).isEqualTo(Lab.json("{\"enabled\":false}"));
      assertThat(lab.azure.get(ASSOCIATION)).isEmpty();
      assertThat(lab.azure.get(RULE)).isEmpty();
    }
  }

  @Test
  void a_cluster_that_sends_elsewhere_is_left_alone_unless_told_otherwise() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      addon(
          lab,
          "omsagent",
          "{\"enabled\":true,\"config\":{\"logAnalyticsWorkspaceResourceID\":\"%s\",\"useAADAuth\":\"true\",\"x\":\"y\"}}"
              .formatted(Estate.OTHER_WORKSPACE));

      Outcome refused = lab.run(ID);
      assertThat(refused).isInstanceOf(Outcome.Refused.class);
      assertThat(refused.detail()).contains("\"replaceWorkspace\"");
      assertThat(lab.azure.writes()).isEmpty();

      JsonObject before = addon(lab).deepCopy();
      lab.options.addProperty("replaceWorkspace", true);
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(addon(lab).toString()).contains("workspaces/logs", "\"x\":\"y\"");
      lab.undo(ID);
      assertThat(addon(lab)).isEqualTo(before);
    }
  }

  @Test
  void a_rule_that_sends_to_the_workspace_already_is_kept() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      String theirs = RULE.replace("snapwarden-prod-4296fce8", "theirs");
      lab.azure.put(
          theirs,
          Lab.json(
              "{\"properties\":{\"dataFlows\":[{\"streams\":[\"Microsoft-ContainerLogV2\"],\"destinations\":[\"la\"]}],\"destinations\":{\"logAnalytics\":[{\"name\":\"la\",\"workspaceResourceId\":\"%s\"}]}}}"
                  .formatted(Estate.WORKSPACE)));
      lab.azure.put(
          ASSOCIATION,
          Lab.json("{\"properties\":{\"dataCollectionRuleId\":\"%s\"}}".formatted(theirs)));

      lab.run(ID);

      assertThat(lab.azure.writes()).extracting(ArmCall::path).containsExactly(Estate.CLUSTER);
    }
  }

  @Test
  void a_rule_that_sends_elsewhere_is_refused_and_replaced_on_request_and_given_back() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      String theirs = RULE.replace("snapwarden-prod-4296fce8", "theirs");
      lab.azure.put(
          theirs,
          Lab.json(
              "{\"properties\":{\"dataFlows\":[{\"streams\":[\"Microsoft-ContainerLogV2\"],\"destinations\":[\"la\"]}],\"destinations\":{\"logAnalytics\":[{\"name\":\"la\",\"workspaceResourceId\":\"%s\"}]}}}"
                  .formatted(Estate.OTHER_WORKSPACE)));
      lab.azure.put(
          ASSOCIATION,
          Lab.json(
              "{\"properties\":{\"dataCollectionRuleId\":\"%s\",\"description\":\"theirs\"}}"
                  .formatted(theirs)));
      Map<String, JsonObject> original = lab.azure.everything();

      assertThat(lab.run(ID).detail()).contains("sends elsewhere, or no container logs, theirs");
      lab.options.addProperty("replaceWorkspace", true);
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(Estate.properties(lab, ASSOCIATION).toString())
          .contains("snapwarden-prod-", "theirs");
      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.everything()).isEqualTo(original);
    }
  }

  @Test
  void a_cluster_without_a_managed_identity_is_refused() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
      cluster
          .getAsJsonObject("properties")
          .add("servicePrincipalProfile", Lab.json("{\"clientId\":\"1234\"}"));
      lab.azure.put(Estate.CLUSTER, cluster);

      assertThat(lab.run(ID).detail()).contains("needs a managed identity");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void an_addon_that_azure_cannot_turn_on_fails_with_its_reason() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.aks().failNext("no quota for the agent");

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("UpgradeFailed", "no quota for the agent");
    }
  }

  @Test
  void a_cluster_that_had_failed_before_is_not_touched() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
      cluster.getAsJsonObject("properties").addProperty("provisioningState", "Failed");
      lab.azure.put(Estate.CLUSTER, cluster);

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("mend it first");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_rule_that_collects_no_container_logs_does_not_count() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      String theirs = RULE + "-metrics";
      lab.azure.put(
          theirs,
          Lab.json(
              """
              {"properties": {
                 "dataFlows": [{"streams": ["Microsoft-Perf"], "destinations": ["la"]},
                               {"streams": ["Microsoft-ContainerLogV2"], "destinations": ["other"]}],
                 "destinations": {"logAnalytics": [{"name": "la", "workspaceResourceId": "%s"}]}}}
              """
                  .formatted(Estate.WORKSPACE)));
      lab.azure.put(
          ASSOCIATION,
          Lab.json("{\"properties\":{\"dataCollectionRuleId\":\"%s\"}}".formatted(theirs)));

      assertThat(lab.run(ID).detail()).contains("no container logs");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void our_own_rule_that_somebody_changed_is_not_overwritten() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.put(RULE, Lab.json("{\"properties\":{\"dataFlows\":[]}}"));

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("mend it or remove it");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_rule_that_another_cluster_uses_meanwhile_is_not_deleted_by_undo() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      lab.azure.put(
          ASSOCIATION.replace("managedClusters/prod", "managedClusters/other"),
          Lab.json("{\"properties\":{\"dataCollectionRuleId\":\"%s\"}}".formatted(RULE)));

      Outcome outcome = lab.undo(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("has associations");
      assertThat(lab.azure.get(RULE)).isPresent();
      assertThat(lab.azure.get(ASSOCIATION)).isEmpty();
    }
  }

  @Test
  void a_stopped_cluster_is_refused_before_anything_is_made() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject cluster = lab.azure.get(Estate.CLUSTER).orElseThrow();
      cluster.getAsJsonObject("properties").add("powerState", Lab.json("{\"code\":\"Stopped\"}"));
      lab.azure.put(Estate.CLUSTER, cluster);

      assertThat(lab.run(ID).detail()).contains("start it first");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }
}
