package io.snapwarden.remediation.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.ArmReply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnableContainerLoggingTest extends RemediationContract {

  private static final String ID = "enable-container-logging";
  private static final String SETTINGS =
      Estate.CLUSTER + "/providers/Microsoft.Insights/diagnosticSettings/";
  private static final String OURS = SETTINGS + "snapwarden";

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    Estate.build(lab);
    lab.options.addProperty("workspace", Estate.WORKSPACE);
  }

  private static JsonObject setting(String workspace, String logs) {
    return Lab.json(
        "{\"properties\":{\"workspaceId\":\"%s\",\"logs\":[%s],\"newer\":1}}"
            .formatted(workspace, logs));
  }

  private static String log(String key, String value, boolean enabled) {
    return "{\"%s\":\"%s\",\"enabled\":%s,\"newer\":{\"x\":1}}".formatted(key, value, enabled);
  }

  @Test
  void the_usual_categories_are_collected_by_a_setting_of_our_own() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("the logs of prod are collected"));

      JsonObject properties = Estate.properties(lab, OURS);
      assertThat(properties.get("workspaceId").getAsString()).isEqualTo(Estate.WORKSPACE);
      assertThat(properties.getAsJsonArray("logs").toString())
          .isEqualTo(
              "[{\"category\":\"kube-audit-admin\",\"enabled\":true},{\"category\":\"guard\",\"enabled\":true}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit", "allLogs"})
  void a_group_that_somebody_collects_already_is_enough(String group) {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.put(
          SETTINGS + "soc",
          setting(
              Estate.WORKSPACE.replace("workspaces", "WORKSPACES"),
              log("categoryGroup", group, true)));

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void only_what_is_missing_is_added_and_others_settings_stay() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject theirs =
          setting(
              Estate.WORKSPACE,
              log("category", "kube-audit-admin", true) + "," + log("category", "guard", false));
      lab.azure.put(SETTINGS + "soc", theirs);

      lab.run(ID);

      assertThat(Estate.properties(lab, OURS).getAsJsonArray("logs").toString())
          .isEqualTo("[{\"category\":\"guard\",\"enabled\":true}]");
      assertThat(Estate.properties(lab, SETTINGS + "soc")).isEqualTo(theirs.get("properties"));
    }
  }

  @Test
  void what_is_sent_to_another_workspace_does_not_count() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.put(
          SETTINGS + "soc", setting(Estate.OTHER_WORKSPACE, log("categoryGroup", "allLogs", true)));

      lab.run(ID);

      assertThat(lab.azure.get(OURS)).isPresent();
    }
  }

  @Test
  void our_setting_keeps_what_somebody_added_to_it_and_undo_restores_it() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject ours =
          setting(
              Estate.WORKSPACE,
              log("category", "guard", false) + "," + log("category", "kube-apiserver", true));
      lab.azure.put(OURS, ours);

      lab.run(ID);

      assertThat(Estate.properties(lab, OURS).getAsJsonArray("logs").toString())
          .contains("kube-apiserver", "kube-audit-admin", "\"newer\":{\"x\":1}")
          .contains("{\"category\":\"guard\",\"enabled\":true,\"newer\":{\"x\":1}}");
      assertThat(Estate.properties(lab, OURS).has("newer")).isTrue();

      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(Estate.properties(lab, OURS)).isEqualTo(ours.get("properties"));
    }
  }

  @Test
  void a_sixth_setting_is_refused_with_the_cure() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      for (int i = 0; i < 5; i++) {
        lab.azure.put(
            SETTINGS + "s" + i, setting(Estate.OTHER_WORKSPACE, log("category", "c" + i, true)));
      }

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("has 5 diagnostic settings", "remove one");
    }
  }

  @Test
  void a_workspace_that_is_not_there_is_refused_with_the_cure() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.remove(Estate.WORKSPACE);

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("name ensure-log-analytics-workspace before this");
    }
  }

  @Test
  void our_setting_that_moves_leaves_to_others_what_they_send_already() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.put(
          OURS,
          setting(
              Estate.OTHER_WORKSPACE,
              log("category", "guard", true) + "," + log("category", "kube-audit-admin", true)));
      lab.azure.put(SETTINGS + "soc", setting(Estate.WORKSPACE, log("category", "guard", true)));
      Map<String, JsonObject> original = lab.azure.everything();

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(Estate.properties(lab, OURS).getAsJsonArray("logs").toString())
          .contains("\"guard\",\"enabled\":false", "\"kube-audit-admin\",\"enabled\":true");
      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.everything()).isEqualTo(original);
    }
  }

  @Test
  void a_subscription_that_knows_no_container_groups_has_none_to_report() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure
          .faults()
          .every(
              call -> call.path().endsWith("/containerGroups"),
              new Fault.Refuse(
                  ArmReply.error(
                      409,
                      "MissingSubscriptionRegistration",
                      "The subscription is not registered to use namespace 'Microsoft.ContainerInstance'.")));

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("the logs of prod are collected"));
    }
  }

  @Test
  void container_groups_are_looked_for_beside_the_cluster_not_the_snapshot() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      String elsewhere = Estate.CLUSTER.replace("aks-prod-1", "clusters");
      lab.azure.put(elsewhere, Lab.json("{\"properties\":{\"provisioningState\":\"Succeeded\"}}"));
      JsonArray clusters = new JsonArray();
      clusters.add(elsewhere);
      lab.options.add("clusters", clusters);
      String groups = "/providers/Microsoft.ContainerInstance/containerGroups/";
      lab.azure.put(Estate.GROUP + groups + "near-the-snapshot", Lab.json("{\"properties\":{}}"));
      lab.azure.put(
          Estate.GROUP.replace("aks-prod-1", "clusters") + groups + "near-the-cluster",
          Lab.json("{\"properties\":{}}"));

      assertThat(lab.run(ID).detail())
          .contains("near-the-cluster")
          .doesNotContain("near-the-snapshot");
    }
  }

  @Test
  void container_groups_that_log_nowhere_are_reported() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      String groups = Estate.GROUP + "/providers/Microsoft.ContainerInstance/containerGroups/";
      lab.azure.put(groups + "silent", Lab.json("{\"properties\":{}}"));
      lab.azure.put(
          groups + "logging",
          Lab.json(
              "{\"properties\":{\"diagnostics\":{\"logAnalytics\":{\"workspaceId\":\"x\"}}}}"));

      assertThat(lab.run(ID).detail()).contains("log nowhere", "silent").doesNotContain("logging,");
    }
  }

  @Test
  void a_cluster_that_is_gone_needs_no_logging() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.remove(Estate.CLUSTER);

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("the cluster prod is gone"));
    }
  }
}
