package io.snapwarden.remediation.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsureLogAnalyticsWorkspaceTest extends RemediationContract {

  private static final String ID = "ensure-log-analytics-workspace";
  private static final String NEW = Estate.WORKSPACE + "-new";

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    Estate.build(lab);
    lab.options.addProperty("workspace", NEW);
  }

  @Override
  protected List<String> spareable() {
    return List.of();
  }

  @Test
  void a_missing_workspace_is_created_where_its_resource_group_is() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("the workspace is there"));

      assertThat(lab.azure.get(NEW).orElseThrow().get("location").getAsString())
          .isEqualTo("westeurope");
      assertThat(Estate.properties(lab, NEW).get("retentionInDays").getAsInt()).isEqualTo(30);
      assertThat(lab.passing)
          .anySatisfy(outcome -> assertThat(outcome.detail()).contains("at work on the workspace"));
    }
  }

  @Test
  void the_policy_may_choose_its_region_and_retention() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.options.addProperty("location", "swedencentral");
      lab.options.addProperty("retentionDays", 365);

      lab.run(ID);

      assertThat(lab.azure.get(NEW).orElseThrow().get("location").getAsString())
          .isEqualTo("swedencentral");
      assertThat(Estate.properties(lab, NEW).get("retentionInDays").getAsInt()).isEqualTo(365);
    }
  }

  @Test
  void a_workspace_that_is_there_keeps_its_retention() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.options.addProperty("workspace", Estate.WORKSPACE);
      lab.options.addProperty("retentionDays", 30);

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(lab.azure.writes()).isEmpty();
      assertThat(Estate.properties(lab, Estate.WORKSPACE).get("retentionInDays").getAsInt())
          .isEqualTo(90);
    }
  }

  @Test
  void without_its_resource_group_it_is_refused() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.remove(Estate.GROUP);

      assertThat(lab.run(ID))
          .isEqualTo(
              new Outcome.Refused(
                  "there is no resource group %s for the workspace: create it first"
                      .formatted(Estate.GROUP)));
    }
  }

  @Test
  void a_workspace_that_failed_before_is_left_alone() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.put(NEW, Lab.json("{\"properties\":{\"provisioningState\":\"Failed\"}}"));

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Refused.class);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_deleted_workspace_is_recovered_and_then_never_deleted_by_undo() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      lab.undo(ID);
      lab.touches.clear();
      lab.before.clear();
      lab.advance(Duration.ofDays(3));

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      Outcome undone = lab.undo(ID);

      assertThat(undone).isInstanceOf(Outcome.Refused.class);
      assertThat(undone.detail()).contains("is kept", "recovered");
      assertThat(lab.azure.get(NEW)).isPresent();
    }
  }

  @Test
  void a_workspace_that_others_send_to_meanwhile_is_kept_by_undo() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      lab.azure.put(
          Estate.GROUP + "/providers/Microsoft.Insights/dataCollectionRules/theirs",
          Lab.json(
              "{\"properties\":{\"destinations\":{\"logAnalytics\":[{\"name\":\"x\",\"workspaceResourceId\":\"%s\"}]}}}"
                  .formatted(NEW.toUpperCase(Locale.ROOT))));
      lab.azure.put(NEW + "/linkedServices/Automation", Lab.json("{\"properties\":{}}"));
      JsonObject workspace = lab.azure.get(NEW).orElseThrow();
      workspace
          .getAsJsonObject("properties")
          .add("features", Lab.json("{\"associations\":[\"Sentinel\"]}"));
      lab.azure.put(NEW, workspace);

      Outcome undone = lab.undo(ID);

      assertThat(undone).isInstanceOf(Outcome.Refused.class);
      assertThat(undone.detail())
          .contains("Sentinel", "the linked service Automation", "the data collection rule theirs");
      assertThat(lab.azure.get(NEW)).isPresent();
    }
  }

  @Test
  void undo_waits_until_the_workspace_is_gone() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      lab.passing.clear();

      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(lab.azure.get(NEW)).isEmpty();
      assertThat(lab.passing).anySatisfy(o -> assertThat(o.detail()).contains("Deleting"));
      assertThat(lab.azure.writes().stream().filter(call -> call.method().equals("DELETE")))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "logs-1, 30, ''",
    "log, 30, 4 to 63 letters",
    "-logs, 30, 4 to 63 letters",
    "lo_gs, 30, 4 to 63 letters",
    "logs, 29, from 30 to 730",
    "logs, 731, from 30 to 730"
  })
  void options_that_azure_would_refuse_are_told_with_the_policy(
      String name, int days, String problem) {
    JsonObject options = new JsonObject();
    options.addProperty("workspace", Estate.WORKSPACE.replace("/logs", "/" + name));
    options.addProperty("retentionDays", days);

    assertThat(
            new RemediationSpecs()
                .check(ID, options).stream()
                    .map(RemediationCatalog.OptionProblem::message)
                    .collect(Collectors.joining()))
        .satisfies(
            told -> {
              assertThat(told).contains(problem);
              assertThat(told.isEmpty()).isEqualTo(problem.isEmpty());
            });
  }
}
