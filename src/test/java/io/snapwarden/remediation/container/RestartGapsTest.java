package io.snapwarden.remediation.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartGapsTest {

  private static final String ID = "restart-unhealthy-containers";
  private static final String OLD = "2025-01-01T00:00:00Z";

  private static String put(Lab lab, String last, String state, String view, String init) {
    String id =
        lab.write.target().parent().parent().text()
            + "/providers/Microsoft.ContainerInstance/containerGroups/web";
    lab.azure.put(
        id,
        Lab.json(
            """
            {"properties": {"provisioningState": "%s", "restartPolicy": "Always",
              "initContainers": [%s],
              "containers": [{"name": "app", "properties": {"instanceView": %s}}],
              "instanceView": {"state": "%s"}}}
            """
                .formatted(last, init, view, state)));
    return id;
  }

  /** What was due is done by a look. */
  private static String put(Lab lab) {
    return lab.write.target().parent().parent().text()
        + "/providers/Microsoft.ContainerInstance/containerGroups/web";
  }

  private static List<String> verbs(Lab lab) {
    return lab.azure.writes().stream()
        .map(call -> call.path().substring(call.path().lastIndexOf('/') + 1))
        .toList();
  }

  private static final String LOOP =
      "{\"restartCount\":9,\"currentState\":{\"state\":\"Waiting\",\"detailStatus\":\"CrashLoopBackOff\"},\"previousState\":{\"state\":\"Terminated\",\"exitCode\":1,\"startTime\":\"%s\"},\"events\":[{\"name\":\"Started\",\"count\":9,\"firstTimestamp\":\"2025-01-01T00:00:00Z\",\"lastTimestamp\":\"%s\"}]}";

  @Test
  void a_container_in_a_crash_loop_is_restarted_though_it_started_by_itself_a_minute_ago() {
    try (Lab lab = new Lab()) {
      String lately = lab.now().minusSeconds(60).toString();
      put(lab, "Succeeded", "Running", LOOP.formatted(lately, lately), "");
      lab.run(ID);
      assertThat(verbs(lab)).containsExactly("restart");
    }
  }

  @Test
  void a_group_that_is_up_is_restarted_and_not_started() {
    try (Lab lab = new Lab()) {
      put(lab, "Succeeded", "Running", LOOP.formatted(OLD, OLD), "");
      lab.run(ID);
      assertThat(verbs(lab)).containsExactly("restart");
    }
  }

  @Test
  void a_container_that_waits_for_init_containers_is_left_alone() {
    try (Lab lab = new Lab()) {
      put(
          lab,
          "Succeeded",
          "Pending",
          "{\"currentState\":{\"state\":\"Waiting\"}}",
          "{\"name\":\"i\",\"properties\":{\"instanceView\":{\"currentState\":{\"state\":\"Running\"}}}}");
      lab.run(ID);
      assertThat(verbs(lab)).isEmpty();
    }
  }

  @Test
  void a_group_that_runs_is_left_alone_though_its_last_operation_failed() {
    try (Lab lab = new Lab()) {
      put(
          lab,
          "Failed",
          "Running",
          "{\"currentState\":{\"state\":\"Running\",\"startTime\":\"" + OLD + "\"}}",
          "");
      lab.run(ID);
      assertThat(verbs(lab)).isEmpty();
    }
  }

  @Test
  void a_group_that_somebody_stops_after_the_restart_stays_so() {
    try (Lab lab = new Lab()) {
      put(lab, "Succeeded", "Running", LOOP.formatted(OLD, OLD), "");
      lab.step(ID);
      lab.advance(java.time.Duration.ofMinutes(1));
      assertThat(lab.azure.get(put(lab)).isPresent()).isTrue();
      put(
          lab,
          "Succeeded",
          "Stopped",
          "{\"currentState\":{\"state\":\"Terminated\",\"exitCode\":137,\"startTime\":\""
              + OLD
              + "\"}}",
          "");
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(verbs(lab)).hasSize(1);
    }
  }

  @Test
  void a_restart_that_never_ends_is_not_waited_for_ever() {
    try (Lab lab = new Lab()) {
      put(lab, "Succeeded", "Running", LOOP.formatted(OLD, OLD), "");
      lab.step(ID);
      lab.advance(java.time.Duration.ofMinutes(1));
      assertThat(lab.azure.get(put(lab)).isPresent()).isTrue();
      put(lab, "Creating", "Pending", "{\"currentState\":{\"state\":\"Waiting\"}}", "");
      lab.advance(java.time.Duration.ofHours(3));
      assertThat(lab.step(ID)).isNotInstanceOf(Outcome.Waiting.class);
    }
  }
}
