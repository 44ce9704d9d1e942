package io.snapwarden.remediation.defender;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnableDefenderForContainersTest extends RemediationContract {

  private static final String ID = "enable-defender-for-containers";
  private static final String PLAN =
      "/subscriptions/55555555-5555-5555-5555-555555555555/providers/Microsoft.Security/pricings/Containers";

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    lab.azure.put(
        PLAN,
        Lab.json(
            "{\"properties\":{\"pricingTier\":\"Free\",\"freeTrialRemainingTime\":\"P30D\",\"enforce\":\"False\",\"newer\":{\"x\":[1]}}}"));
  }

  @Override
  protected List<String> spareable() {
    return List.of();
  }

  private static void standard(Lab lab) {
    lab.azure.put(
        PLAN,
        Lab.json(
            """
            {"properties": {
              "pricingTier": "Standard", "subPlan": null, "newer": {"x": [1]},
              "enablementTime": "2026-11-02T00:00:00Z",
              "extensions": [
                {"name": "AgentlessDiscoveryForKubernetes", "isEnabled": "False", "newer": 1},
                {"name": "AgentlessVmScanning", "isEnabled": "True",
                 "additionalExtensionProperties": {"ExclusionTags": "[]"}}]}}
            """));
  }

  @Test
  void the_plan_and_its_usual_extensions_are_turned_on() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID)).isEqualTo(new Outcome.Done("Defender for containers is on"));

      JsonObject properties = Estate.properties(lab, PLAN);
      assertThat(properties.get("pricingTier").getAsString()).isEqualTo("Standard");
      assertThat(properties.getAsJsonArray("extensions").toString())
          .isEqualTo(
              "[{\"name\":\"ContainerRegistriesVulnerabilityAssessments\",\"isEnabled\":\"True\"},{\"name\":\"AgentlessDiscoveryForKubernetes\",\"isEnabled\":\"True\"}]");
      assertThat(properties.has("newer")).isTrue();
    }
  }

  @Test
  void what_is_on_already_stays_with_all_that_is_in_it_and_comes_back_by_undo() {
    try (Lab lab = new Lab()) {
      standard(lab);
      JsonObject original = Estate.properties(lab, PLAN).deepCopy();

      lab.run(ID);

      assertThat(Estate.properties(lab, PLAN).getAsJsonArray("extensions").toString())
          .contains(
              "{\"name\":\"AgentlessDiscoveryForKubernetes\",\"isEnabled\":\"True\",\"newer\":1}",
              "\"ExclusionTags\":\"[]\"");

      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);
      JsonObject undone = Estate.properties(lab, PLAN);
      JsonArray extensions = undone.getAsJsonArray("extensions");
      // Azure does not forget an extension: it is off.
      assertThat(extensions.remove(2).toString())
          .isEqualTo(
              "{\"name\":\"ContainerRegistriesVulnerabilityAssessments\",\"isEnabled\":\"False\"}");
      assertThat(undone).isEqualTo(original);
    }
  }

  @Test
  void the_policy_chooses_the_extensions() {
    try (Lab lab = new Lab()) {
      standard(lab);
      JsonArray chosen = new JsonArray();
      chosen.add("AgentlessVmScanning");
      lab.options.add("extensions", chosen);

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void success_in_part_is_a_failure_that_names_the_part() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.security().fail("AgentlessDiscoveryForKubernetes", "no rights to assign a role");

      assertThat(lab.run(ID))
          .isEqualTo(
              new Outcome.Failed(
                  "Azure did it in part: AgentlessDiscoveryForKubernetes: no rights to assign a role"));
    }
  }

  @Test
  void a_subscription_that_knows_no_plans_is_refused_with_the_cure() {
    try (Lab lab = new Lab()) {
      assertThat(lab.run(ID).detail()).contains("register the resource provider");
    }
  }

  @Test
  void success_in_part_whose_answer_was_lost_is_seen_where_a_read_tells_it() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.security().tellInReads();
      lab.azure.security().fail("AgentlessDiscoveryForKubernetes", "no rights to assign a role");
      lab.azure.faults().next(ArmCall::write, new Fault.DropAfter());

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail()).contains("no rights to assign a role");
      assertThat(lab.azure.changes()).hasSize(1);
    }
  }

  @Test
  void undo_settles_where_reads_tell_what_came_of_it_and_brings_back_what_was_dropped() {
    try (Lab lab = new Lab()) {
      standard(lab);
      lab.azure.security().tellInReads();
      lab.run(ID);
      JsonObject pricing = lab.azure.get(PLAN).orElseThrow();
      pricing.getAsJsonObject("properties").getAsJsonArray("extensions").remove(1);
      lab.azure.put(PLAN, pricing);

      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(Estate.properties(lab, PLAN).getAsJsonArray("extensions").toString())
          .contains("\"ExclusionTags\":\"[]\"");
    }
  }

  @Test
  void resources_that_are_exempt_are_told_of() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      JsonObject pricing = lab.azure.get(PLAN).orElseThrow();
      pricing
          .getAsJsonObject("properties")
          .addProperty("resourcesCoverageStatus", "PartiallyCovered");
      lab.azure.put(PLAN, pricing);

      assertThat(lab.run(ID).detail()).contains("some resources are exempt", "PartiallyCovered");
    }
  }

  @Test
  void the_plan_says_that_it_is_billed_and_what_is_left_of_the_free_trial() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      Plan.Changes plan = (Plan.Changes) lab.plan(ID);

      assertThat(plan.changes().get(0).summary())
          .contains("billed by the core after 30 days of free trial");
    }
  }
}
