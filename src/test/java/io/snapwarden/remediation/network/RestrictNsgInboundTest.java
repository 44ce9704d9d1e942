package io.snapwarden.remediation.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.RemediationContract;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestrictNsgInboundTest extends RemediationContract {

  private static final String ID = "restrict-nsg-inbound";
  private static final String RULES = Estate.NSG + "/securityRules/";

  @Override
  protected String remediation() {
    return ID;
  }

  @Override
  protected void arrange(Lab lab) {
    Estate.build(lab);
    allow(lab, "203.0.113.0/24", "198.51.100.0/24", "AzureFrontDoor.Backend");
    JsonArray ports = new JsonArray();
    ports.add("443");
    lab.options.add("ports", ports);
  }

  private static void allow(Lab lab, String... sources) {
    JsonArray list = new JsonArray();
    for (String source : sources) {
      list.add(source);
    }
    lab.options.add("allowFrom", list);
  }

  private static void set(Lab lab, String id, String field, String json) {
    JsonObject resource = lab.azure.get(id).orElseThrow();
    resource.getAsJsonObject("properties").add(field, com.google.gson.JsonParser.parseString(json));
    lab.azure.put(id, resource);
  }

  private static String refused(Lab lab) {
    Outcome outcome = lab.run(ID);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(lab.azure.writes()).isEmpty();
    return outcome.detail();
  }

  @Test
  void what_is_let_in_is_written_before_what_is_denied_and_all_of_it_before_rules_of_others() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(lab.run(ID))
          .isEqualTo(
              new Outcome.Done(
                  "the network security group nodes lets in from the Internet only what the policy names"));

      assertThat(lab.azure.writes().stream().filter(call -> call.status() < 300))
          .extracting(ArmCall::path)
          .containsExactly(
              RULES + "snapwarden-allow-networks",
              RULES + "snapwarden-allow-tag",
              RULES + "snapwarden-deny-internet");
      JsonObject deny = Estate.properties(lab, RULES + "snapwarden-deny-internet");
      assertThat(deny.get("access").getAsString()).isEqualTo("Deny");
      assertThat(deny.get("sourceAddressPrefix").getAsString()).isEqualTo("Internet");
      assertThat(deny.get("priority").getAsInt()).isEqualTo(103);
      assertThat(
              Estate.properties(lab, RULES + "snapwarden-allow-networks")
                  .get("sourceAddressPrefixes")
                  .toString())
          .isEqualTo("[\"198.51.100.0/24\",\"203.0.113.0/24\"]");
    }
  }

  @Test
  void nodes_and_pods_with_public_addresses_reach_each_other() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(lab, Estate.SUBNET, "addressPrefix", "\"20.1.0.0/16\"");

      lab.run(ID);

      assertThat(
              Estate.properties(lab, RULES + "snapwarden-allow-cluster")
                  .get("sourceAddressPrefix")
                  .getAsString())
          .isEqualTo("20.1.0.0/16");
    }
  }

  @Test
  void rules_that_it_silences_are_named_in_the_plan() {
    try (Lab lab = new Lab()) {
      arrange(lab);

      assertThat(((io.snapwarden.remediation.Plan.Changes) lab.plan(ID)).changes())
          .extracting(io.snapwarden.remediation.Change::summary)
          .last()
          .asString()
          .contains("whatever these rules of others say: ssh-for-everybody");
    }
  }

  @Test
  void nobody_at_all_may_be_let_in() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      allow(lab);

      lab.run(ID);

      assertThat(lab.azure.get(RULES + "snapwarden-allow-networks")).isEmpty();
      assertThat(lab.azure.get(RULES + "snapwarden-allow-tag")).isEmpty();
      assertThat(lab.azure.get(RULES + "snapwarden-deny-internet")).isPresent();
    }
  }

  @Test
  void who_is_not_named_any_more_is_not_let_in_any_more_and_undo_lets_them_in_again() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      lab.before.clear();
      lab.touches.clear();
      Map<String, JsonObject> original = lab.azure.everything();
      allow(lab, "203.0.113.0/24");

      lab.run(ID);

      assertThat(lab.azure.get(RULES + "snapwarden-allow-tag")).isEmpty();
      assertThat(lab.undo(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.everything()).isEqualTo(original);
    }
  }

  @Test
  void a_source_that_somebody_slipped_into_our_rule_is_taken_out() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.run(ID);
      set(lab, RULES + "snapwarden-allow-tag", "sourceAddressPrefixes", "[\"0.0.0.0/0\"]");
      lab.touches.clear();

      lab.run(ID);

      assertThat(
              Estate.properties(lab, RULES + "snapwarden-allow-tag").has("sourceAddressPrefixes"))
          .isFalse();
    }
  }

  @Test
  void a_rule_that_comes_before_ours_is_told() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.options.addProperty("priority", 400);

      assertThat(lab.run(ID).detail())
          .contains("rules of others come before that and let somebody in: ssh-for-everybody");
    }
  }

  @Test
  void a_priority_that_belongs_to_another_rule_is_refused_with_the_cure() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.options.addProperty("priority", 302);

      assertThat(refused(lab))
          .contains("the priority 300 belongs to the rule ssh-for-everybody", "\"priority\"");
    }
  }

  @Test
  void a_group_that_serves_others_is_refused_unless_the_policy_says_so() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(
          lab,
          Estate.NSG,
          "subnets",
          "[{\"id\":\"%s\"},{\"id\":\"%s-2\"}]".formatted(Estate.SUBNET, Estate.SUBNET));

      assertThat(refused(lab)).contains("serves others", "\"sharedNsg\"");

      lab.options.addProperty("sharedNsg", true);
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void a_group_on_network_interfaces_serves_others() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(lab, Estate.NSG, "networkInterfaces", "[{\"id\":\"/x\"}]");

      assertThat(refused(lab)).contains("serves others");
    }
  }

  @Test
  void a_network_that_aks_manages_is_refused() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(lab, Estate.WORKERS, "vnetSubnetID", "null");

      assertThat(refused(lab))
          .contains("the pool workers of prod lies in a network that AKS manages");
    }
  }

  @Test
  void a_group_in_the_resource_group_of_the_nodes_is_refused() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(
          lab,
          Estate.SUBNET,
          "networkSecurityGroup",
          "{\"id\":\"%s\"}"
              .formatted(Estate.NSG.replace("/aks-prod-1/", "/MC_AKS-prod-1_prod_westeurope/")));

      assertThat(refused(lab)).contains("lies in the resource group of the nodes");
    }
  }

  @Test
  void a_subnet_without_a_group_is_refused_with_the_cure() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      set(lab, Estate.SUBNET, "networkSecurityGroup", "null");

      assertThat(refused(lab)).contains("has no network security group: give it one");
    }
  }

  @Test
  void a_busy_group_is_tried_again() {
    try (Lab lab = new Lab()) {
      arrange(lab);
      lab.azure
          .faults()
          .next(
              ArmCall::write,
              Fault.error(
                  429, "RetryableErrorDueToAnotherOperation", "another operation is in progress"));

      assertThat(lab.run(ID)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.passing).anyMatch(Outcome.Retry.class::isInstance);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                    | ''           | needs \"allowFrom\"",
        "{'allowFrom':['everybody please']}                    | .allowFrom[0] | must be a network",
        "{'allowFrom':['Internet','AzureCloud']}               | .allowFrom   | has 2 service tags",
        "{'allowFrom':[],'ports':['443','https']}              | .ports[1]    | must be a port",
        "{'allowFrom':[],'priority':99}                        | .priority    | from 103 to 4096",
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

  @Override
  protected List<String> spareable() {
    return List.of("Microsoft.ContainerService/managedclustersnapshots/read");
  }
}
