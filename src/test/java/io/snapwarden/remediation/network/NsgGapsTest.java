package io.snapwarden.remediation.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.remediation.Estate;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import org.junit.jupiter.api.Test;

class NsgGapsTest {

  private static final String ID = "restrict-nsg-inbound";
  private static final String DENY = Estate.NSG + "/securityRules/snapwarden-deny-internet";

  private static Lab lab() {
    Lab lab = new Lab();
    Estate.build(lab);
    lab.options.add("allowFrom", new JsonArray());
    return lab;
  }

  @Test
  void a_rule_of_somebody_else_under_our_name_is_not_overwritten() {
    try (Lab lab = lab()) {
      lab.azure.put(
          DENY,
          Lab.json(
              "{\"properties\":{\"description\":\"theirs\",\"priority\":900,\"direction\":\"Outbound\",\"access\":\"Allow\",\"protocol\":\"Tcp\",\"sourceAddressPrefix\":\"*\"}}"));
      assertThat(lab.run(ID)).isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void what_somebody_closed_between_nodes_is_not_opened() {
    try (Lab lab = lab()) {
      lab.azure.put(
          Estate.NSG + "/securityRules/no-ssh-between-nodes",
          Lab.json(
              "{\"properties\":{\"priority\":200,\"direction\":\"Inbound\",\"access\":\"Deny\",\"protocol\":\"Tcp\",\"sourceAddressPrefix\":\"10.1.0.0/16\",\"destinationPortRange\":\"22\"}}"));
      lab.run(ID);
      assertThat(lab.azure.get(Estate.NSG + "/securityRules/snapwarden-allow-cluster")).isEmpty();
    }
  }

  private static void change(Lab lab, String field, Object value) {
    JsonObject rule = lab.azure.get(DENY).orElseThrow();
    JsonObject properties = rule.getAsJsonObject("properties");
    properties.add(field, Lab.json("{\"x\":" + value + "}").get("x"));
    lab.azure.put(DENY, rule);
  }

  @Test
  void a_deny_rule_that_was_not_provisioned_is_not_done() {
    try (Lab lab = lab()) {
      lab.run(ID);
      change(lab, "provisioningState", "\"Failed\"");
      Plan plan = lab.plan(ID);
      assertThat(plan instanceof Plan.Settled settled && settled.outcome() instanceof Outcome.Done)
          .as("%s", plan)
          .isFalse();
    }
  }

  @Test
  void a_deny_rule_that_somebody_narrowed_is_put_right() {
    try (Lab lab = lab()) {
      lab.run(ID);
      change(lab, "destinationApplicationSecurityGroups", "[{\"id\":\"/x\"}]");
      lab.azure.forgetRequests();
      lab.run(ID);
      assertThat(lab.azure.writes()).isNotEmpty();
    }
  }

  @Test
  void a_rule_is_put_only_if_nobody_changed_it_meanwhile() {
    try (Lab lab = lab()) {
      lab.run(ID);
      change(lab, "sourceAddressPrefix", "\"10.0.0.0/8\"");
      lab.azure.forgetRequests();
      lab.run(ID);
      assertThat(lab.azure.writes()).allSatisfy(call -> assertThat(call.ifMatch()).isNotNull());
    }
  }

  @Test
  void pods_with_a_subnet_of_their_own_are_not_left_open_in_silence() {
    try (Lab lab = lab()) {
      String pods = Estate.NETWORK + "/subnets/pods";
      JsonObject pool = lab.azure.get(Estate.WORKERS).orElseThrow();
      pool.getAsJsonObject("properties").addProperty("podSubnetID", pods);
      lab.azure.put(Estate.WORKERS, pool);
      lab.azure.put(pods, Lab.json("{\"properties\":{\"addressPrefix\":\"10.9.0.0/16\"}}"));
      assertThat(lab.run(ID).detail()).contains("pods");
    }
  }
}
