package io.snapwarden.remediation.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartUnhealthyContainersTest extends RemediationContract {

  private static final String ID = "restart-unhealthy-containers";
  private static final String GROUPS =
      Estate.GROUP + "/providers/Microsoft.ContainerInstance/containerGroups/";
  private static final String LONG_AGO = "2026-10-01T00:00:00Z";
  private static final String RUNNING = state("Running", 0, LONG_AGO);
  private static final String CRASHED = state("Terminated", 137, LONG_AGO);
  private static final String COMPLETED = state("Terminated", 0, LONG_AGO);
  private static final String WAITING =
      "{\"state\":\"Waiting\",\"detailStatus\":\"CrashLoopBackOff\"}";

  private static String state(String state, int exitCode, String started) {
    return "{\"state\":\"%s\",\"exitCode\":%d,\"startTime\":\"%s\"}"
        .formatted(state, exitCode, started);
  }

  private static void group(Lab lab, String name, String view, String... containers) {
    StringBuilder all = new StringBuilder();
    for (String container : containers) {
      all.append(all.isEmpty() ? "" : ",")
          .append("{\"name\":\"c\",\"newer\":1,\"properties\":{\"instanceView\":{\"currentState\":")
          .append(container)
          .append("}}}");
    }
    lab.azure.put(
        GROUPS + name,
        Lab.json(
            "{\"properties\":{\"provisioningState\":\"Succeeded\",\"instanceView\":{\"state\":\"%s\"},\"containers\":[%s]}}"
                .formatted(view, all)));
  }

  private static void neverRestarted(Lab lab, String id) {
    JsonObject group = lab.azure.get(id).orElseThrow();
    group
        .getAsJsonObject("properties")
        .getAsJsonArray("containers")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("properties")
        .getAsJsonObject("instanceView")
        .addProperty("restartCount", 0);
    lab.azure.put(id, group);
  }

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    group(lab, "crashed", "Failed", CRASHED);
    group(lab, "half", "Running", RUNNING, WAITING);
    group(lab, "fine", "Running", RUNNING);
    group(lab, "finished", "Succeeded", COMPLETED);
    group(lab, "stopped", "Stopped", CRASHED);
  }

  @Override
  protected Map<String, JsonObject> state(Lab lab) {
    Map<String, JsonObject> all = super.state(lab);
    all.replaceAll(
        (id, json) ->
            Lab.json(json.toString().replaceAll("\"startTime\":\"[^\"]+\"", "\"startTime\":0")));
    return all;
  }

  @Override
  protected List<String> spareable() {
    return List.of();
  }

  @Test
  void what_failed_is_started_and_what_runs_badly_is_restarted_and_nothing_else() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID))
          .isEqualTo(
              new Outcome.Done(
                  "the container group crashed was restarted and runs; the container group half was restarted and runs; 5 container groups looked at, and no other is unhealthy; stopped by somebody, and left so: stopped"));

      assertThat(lab.azure.writes())
          .extracting(ArmCall::path)
          .containsExactly(GROUPS + "crashed/start", GROUPS + "half/restart");
    }
  }

  @Test
  void a_restart_whose_answer_was_lost_is_not_repeated() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.faults().next(ArmCall::write, new Fault.DropAfter());

      lab.run(ID);

      assertThat(lab.azure.containers().restarted()).containsExactly("crashed", "half");
    }
  }

  @Test
  void a_restart_that_never_reached_azure_is_asked_for_again() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.faults().next(ArmCall::write, new Fault.DropBefore());

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);

      assertThat(lab.azure.containers().restarted()).containsExactlyInAnyOrder("crashed", "half");
    }
  }

  @Test
  void what_a_restart_does_not_mend_is_not_restarted_again_and_is_told() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure.containers().incurable(GROUPS + "crashed");

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      assertThat(outcome.detail())
          .startsWith("the container group crashed was restarted and is still unhealthy");
      assertThat(lab.azure.containers().restarted()).containsExactly("crashed", "half");
    }
  }

  @Test
  void a_group_that_somebody_has_just_started_is_left_alone() {
    try (Lab lab = new Lab()) {
      group(lab, "new", "Failed", state("Terminated", 1, lab.now().minusSeconds(600).toString()));
      neverRestarted(lab, GROUPS + "new");

      assertThat(lab.run(ID).detail()).contains(": new");
      assertThat(lab.azure.writes()).isEmpty();

      lab.options.addProperty("minutesBetweenRestarts", 5);
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void an_incident_restarts_no_more_than_it_may() {
    try (Lab lab = new Lab()) {
      for (int i = 1; i <= 5; i++) {
        group(lab, "g" + i, "Failed", CRASHED);
      }

      Outcome outcome = lab.run(ID);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("(option \"maxRestarts\"): g4, g5;");
      assertThat(lab.azure.containers().restarted()).containsExactly("g1", "g2", "g3");
    }
  }

  @ParameterizedTest
  @CsvSource({"Unhealthy", "NotAccessible"})
  void a_group_that_azure_calls_bad_is_bad_whatever_its_containers_say(String state) {
    try (Lab lab = new Lab()) {
      group(lab, "g", "Running", RUNNING);
      var json = lab.azure.get(GROUPS + "g").orElseThrow();
      json.getAsJsonObject("properties").addProperty("provisioningState", state);
      lab.azure.put(GROUPS + "g", json);

      lab.run(ID);

      assertThat(lab.azure.containers().restarted()).containsExactly("g");
    }
  }

  @Test
  void other_resource_groups_are_looked_into_where_the_policy_names_them() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      var groups = new com.google.gson.JsonArray();
      groups.add("/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/elsewhere");
      lab.options.add("resourceGroups", groups);

      assertThat(lab.run(ID))
          .isEqualTo(new Outcome.Done("0 container groups looked at, and no other is unhealthy"));
    }
  }
}
