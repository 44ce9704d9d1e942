package io.snapwarden.remediation.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
