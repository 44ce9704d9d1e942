package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code role}: what a platform engineer grants, and what they are told about it. */
class ShowRoleTest {

  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";

  private static String policy(String mode, String remediations) {
    return """
        {"version": 1, "tenant": "11111111-1111-1111-1111-111111111111",
         "responses": [
           {"id": "r", "mode": "%s", "remediations": [%s],
            "when": {"targets": ["/subscriptions/%s/resourceGroups/aks-*/**"]}},
           {"id": "rest", "when": {}, "mode": "ticket"}]}
        """
        .formatted(mode, remediations, SUBSCRIPTION);
  }

  private static Ran role(String policy, String... more) {
    List<String> words = new ArrayList<>(List.of("role", "--policy", "-"));
    words.addAll(List.of(more));
    return terminal().typing(policy).run(words.toArray(String[]::new));
  }

  private static JsonObject definition(Ran ran) {
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    return JsonParser.parseString(ran.out()).getAsJsonObject();
  }

  private static List<String> actions(JsonObject definition) {
    return definition.getAsJsonArray("Actions").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  @Test
  void it_is_a_role_definition_for_the_subscriptions_that_the_policy_names() {
    JsonObject role = definition(role(policy("remediate", "\"tag-snapshot\"")));

    assertThat(role.keySet())
        .containsExactly(
            "Name",
            "IsCustom",
            "Description",
            "Actions",
            "NotActions",
            "DataActions",
            "NotDataActions",
            "AssignableScopes");
    assertThat(actions(role))
        .contains("Microsoft.ContainerService/snapshots/write")
        .doesNotContain("Microsoft.ContainerService/snapshots/delete");
    assertThat(role.getAsJsonArray("AssignableScopes").toString())
        .isEqualTo("[\"/subscriptions/" + SUBSCRIPTION + "\"]");
  }

  @Test
  void an_observing_policy_gets_a_role_without_any_write() {
    String all = "\"tag-snapshot\", \"lock-snapshot\", \"enable-defender-for-containers\"";

    assertThat(actions(definition(role(policy("observe", all)))))
        .allMatch(action -> action.endsWith("/read"));
    assertThat(actions(definition(role(policy("remediate", all), "--mode", "ticket"))))
        .allMatch(action -> action.endsWith("/read"));
  }

  @Test
  void a_name_and_scopes_can_be_given() {
    JsonObject role =
        definition(
            role(
                policy("observe", ""),
                "--name",
                "Snapwarden prod",
                "--scope",
                "/subscriptions/1/resourceGroups/a",
                "--scope",
                "/subscriptions/2"));

    assertThat(role.get("Name").getAsString()).isEqualTo("Snapwarden prod");
    assertThat(role.getAsJsonArray("AssignableScopes").toString())
        .isEqualTo("[\"/subscriptions/1/resourceGroups/a\",\"/subscriptions/2\"]");
  }

  @Test
  void explained_each_action_has_its_reasons() {
    Ran ran = role(policy("remediate", "\"lock-snapshot\""), "--explain");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "Microsoft.Authorization/locks/write\n    lock-snapshot: ",
            "Microsoft.Insights/eventtypes/values/read\n    the sweep reads the Activity Log");
  }

  @Test
  void a_policy_that_names_no_subscription_needs_a_scope() {
    String bare = "{\"version\": 1, \"tenant\": \"11111111-1111-1111-1111-111111111111\"}";

    Ran ran = role(bare);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("names no subscription", "--scope");
    assertThat(role(bare, "--scope", "/subscriptions/1").exitCode()).isZero();
  }

  @Test
  void a_bad_policy_or_mode_is_told_with_its_place() {
    assertThat(role("{\"version\": 2}").err()).contains("$.version");
    assertThat(role(policy("observe", ""), "--mode", "loud").err()).contains("observe, ticket");
  }
}
