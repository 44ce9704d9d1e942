package io.snapwarden.remediation.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Difference;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleOnUtilizationTest {

  private static final String ID = "scale-on-utilization";
  private static final String NGROUP =
      Estate.GROUP + "/providers/Microsoft.ContainerInstance/ngroups/web";
  private static final String GROUP =
      Estate.GROUP + "/providers/Microsoft.ContainerInstance/containerGroups/old";

  private static final List<String> INSTANCE_RIGHTS =
      List.of(
          "Microsoft.ContainerInstance/ngroups/read",
          "Microsoft.ContainerInstance/ngroups/write",
          "Microsoft.ContainerInstance/containerGroups/read");

  private static void pools(Lab lab, double percent) {
    Estate.build(lab);
    lab.options.addProperty("max", 5);
    lab.azure.metrics().set(Estate.CLUSTER, "nodepool eq 'workers'", percent);
    lab.azure.metrics().set(Estate.CLUSTER, "nodepool eq 'system'", 50);
  }

  private static void ngroup(Lab lab, double percent) {
    lab.options.addProperty("max", 5);
    lab.options.add("ngroups", list(NGROUP));
    lab.azure.put(
        NGROUP,
        Lab.json(
            """
            {"tags": {"team": "blue"}, "newer": [1],
             "properties": {"provisioningState": "Succeeded", "newer": {"x": 1},
               "elasticProfile": {"desiredCount": 3, "maintainDesiredCount": true}}}
            """));
    lab.azure.metrics().set(NGROUP, "", percent);
  }

  private static JsonArray list(String text) {
    JsonArray list = new JsonArray();
    list.add(text);
    return list;
  }

  private static void set(Lab lab, String id, Map<String, ?> fields) {
    JsonObject resource = lab.azure.get(id).orElseThrow();
    fields.forEach(
        (key, value) ->
            resource
                .getAsJsonObject("properties")
                .add(
                    key,
                    value instanceof Boolean flag
                        ? new JsonPrimitive(flag)
                        : new JsonPrimitive((Number) value)));
    lab.azure.put(id, resource);
  }

  private static String bounds(Lab lab) {
    JsonObject pool = Estate.properties(lab, Estate.WORKERS);
    return pool.get("enableAutoScaling") + " " + pool.get("minCount") + "-" + pool.get("maxCount");
  }

  @Nested
  class OfPools extends RemediationContract {
    @Override
    protected String remediation() {
      return ID;
    }

    @Override
    protected void arrange(Lab lab) {
      pools(lab, 91);
    }

    @Override
    protected List<String> spareable() {
      List<String> all = new java.util.ArrayList<>(INSTANCE_RIGHTS);
      all.add("Microsoft.ContainerService/managedclustersnapshots/read");
      return all;
    }
  }

  @Nested
  class OfInstances extends RemediationContract {
    @Override
    protected String remediation() {
      return ID;
    }

    @Override
    protected void arrange(Lab lab) {
      ngroup(lab, 95);
      lab.options.add("containerGroups", list(GROUP));
      lab.azure.put(GROUP, Lab.json("{\"properties\":{\"containers\":[]}}"));
    }

    @Override
    protected List<String> spareable() {
      return Lab.actions(ID).stream()
          .filter(action -> !INSTANCE_RIGHTS.contains(action))
          .filter(action -> !action.equals("Microsoft.Insights/metrics/read"))
          .toList();
    }
  }

  @Test
  void a_busy_pool_gets_room_for_one_node_more() {
    try (Lab lab = new Lab()) {
      pools(lab, 91);

      Outcome outcome = lab.run(ID);

      assertThat(outcome.detail()).contains("the node pool workers was scaled: 3 to 4 nodes");
      assertThat(bounds(lab)).isEqualTo("true 3-4");
    }
  }

  @Test
  void an_idle_pool_may_go_down_by_one() {
    try (Lab lab = new Lab()) {
      pools(lab, 4);

      lab.run(ID);

      assertThat(bounds(lab)).isEqualTo("true 2-3");
    }
  }

  @Test
  void nothing_but_the_bounds_becomes_other_than_it_was() {
    try (Lab lab = new Lab()) {
      pools(lab, 91);
      Map<String, JsonObject> before = lab.azure.everything();

      lab.run(ID);

      String key = Estate.WORKERS.toLowerCase(Locale.ROOT);
      assertThat(Difference.between(before.get(key), lab.azure.everything().get(key)))
          .extracting(Difference::path)
          .containsExactlyInAnyOrder(
              "properties.enableAutoScaling",
              "properties.minCount",
              "properties.maxCount",
              "properties.tags");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "91, 4, 1, 4, the autoscaler has room up to 4",
    "91, 5, 1, 5, and the policy sets its bounds",
    "50, 4, 1, 4, and may keep its bounds",
    "4, 4, 1, 4, and the policy sets its bounds"
  })
  void within_the_bounds_it_is_the_autoscalers_business_and_beyond_them_the_policys(
      double percent, int max, int min, int kept, String why) {
    try (Lab lab = new Lab()) {
      pools(lab, percent);
      set(
          lab,
          Estate.WORKERS,
          Map.of(
              "enableAutoScaling",
              true,
              "minCount",
              min,
              "maxCount",
              max,
              "count",
              max == 5 ? 5 : 3));

      Outcome outcome = lab.run(ID);

      assertThat(outcome.detail()).contains(why);
      assertThat(lab.azure.writes()).isEmpty();
      assertThat(bounds(lab)).isEqualTo("true " + min + "-" + kept);
    }
  }

  @Test
  void a_pool_of_the_system_keeps_two_nodes() {
    try (Lab lab = new Lab()) {
      pools(lab, 50);
      lab.azure.metrics().set(Estate.CLUSTER, "nodepool eq 'system'", 1);

      assertThat(lab.run(ID).detail())
          .contains("the node pool system uses 1 % of its CPU, and the policy");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void too_few_measurements_are_none() {
    try (Lab lab = new Lab()) {
      pools(lab, 99);
      lab.azure.metrics().atMost(2);

      assertThat(lab.run(ID).detail()).contains("too few measurements");
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void the_next_incident_leaves_it_alone_until_the_cooldown_is_over() {
    try (Lab lab = new Lab()) {
      pools(lab, 91);
      lab.run(ID);
      set(lab, Estate.WORKERS, Map.of("count", 4));
      lab.before.clear();
      lab.touches.clear();

      assertThat(lab.run(ID).detail()).contains("was scaled a short while ago");

      lab.advance(Duration.ofMinutes(60));
      lab.run(ID);
      assertThat(bounds(lab)).isEqualTo("true 3-5");
    }
  }

  @Test
  void only_the_pools_that_are_named_are_scaled() {
    try (Lab lab = new Lab()) {
      pools(lab, 91);
      lab.options.add("pools", list("system"));

      lab.run(ID);

      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void instances_are_added_one_by_one_and_never_beyond_the_most() {
    try (Lab lab = new Lab()) {
      ngroup(lab, 95);

      assertThat(lab.run(ID))
          .isEqualTo(new Outcome.Done("the NGroup web was scaled to 4 instances"));
      assertThat(
              Estate.properties(lab, NGROUP)
                  .getAsJsonObject("elasticProfile")
                  .get("desiredCount")
                  .getAsInt())
          .isEqualTo(4);

      lab.before.clear();
      lab.options.addProperty("max", 4);
      lab.advance(Duration.ofHours(2));
      assertThat(lab.run(ID).detail())
          .contains("uses 95 % of its CPU with 4 instances, and may stay so");
    }
  }

  @Test
  void more_instances_than_the_policy_allows_are_no_reason_to_take_some_away() {
    try (Lab lab = new Lab()) {
      ngroup(lab, 95);
      lab.options.addProperty("max", 2);

      lab.run(ID);

      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void about_a_container_group_there_is_advice_only() {
    try (Lab lab = new Lab()) {
      lab.options.addProperty("max", 5);
      lab.options.add("containerGroups", list(GROUP));
      lab.azure.put(
          GROUP,
          Lab.json(
              "{\"properties\":{\"containers\":[{\"properties\":{\"resources\":{\"requests\":{\"cpu\":1}}}}]}}"));
      lab.azure.metrics().set(GROUP, "", 950);

      assertThat(lab.run(ID))
          .isEqualTo(
              new Outcome.Done(
                  "the container group old uses 95 % of its CPU: create it anew with more, or move it into an NGroup"));
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | ''     | needs \"max\"",
        "{'max':2,'min':3}                 | .min   | is more than \"max\"",
        "{'max':2,'low':60,'high':70}      | .low   | at least 20 less than \"high\"",
        "{'max':0}                         | .max   | from 1 to 1000",
        "{'max':2,'pools':['Workers']}     | .pools[0] | must be the name of a node pool",
      })
  void options_are_checked_with_the_policy(String options, String path, String message) {
    assertThat(new RemediationSpecs().check(ID, Lab.json(options.replace('\'', '"'))))
        .singleElement()
        .satisfies(
            (OptionProblem problem) -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.message()).contains(message);
            });
  }
}
