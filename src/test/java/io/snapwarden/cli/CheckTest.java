package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.FIXTURES;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {

  @Test
  void a_good_policy_is_said_to_be_good() {
    Ran ran = terminal().run("check", POLICY);

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                "",
                "src/test/resources/cli/policy.json: can be used: "
                    + "1 allow rule, 2 responses; no warnings\n"));
  }

  @Test
  void every_problem_is_told_with_the_place_that_an_editor_jumps_to() {
    String policy = FIXTURES + "policy-bad.json";

    Ran ran = terminal().run("check", policy);

    assertThat(ran.lines()).hasSize(3);
    assertThat(ran.lines().get(0)).matches(policy + ":4:\\d+: \\$\\.tenant: .+");
    assertThat(ran.lines().get(1)).matches(policy + ":7:\\d+: \\$\\.allow\\[0]\\.identifier: .+");
    assertThat(ran.lines().get(2)).matches(policy + ":21:\\d+: \\$\\.responses\\[0]\\.mode: .+");
    assertThat(ran.err()).isEqualTo(policy + ": cannot be used: 3 problems\n");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void an_order_of_remediations_that_cannot_work_is_told_where_it_goes_wrong() throws IOException {
    String policy =
        Files.readString(Path.of(POLICY))
            .replace(
                "[\"tag-snapshot\", \"lock-snapshot\"]",
                "[\"tag-snapshot\", \"lock-snapshot\", {\"remediation\": \"revoke-role-assignment\"}]");

    Ran ran = terminal().typing(policy).run("check", "-");

    assertThat(ran.lines())
        .singleElement()
        .asString()
        .contains(
            "$.responses[0].remediations[2]: \"revoke-role-assignment\" cannot come after \"lock-snapshot\": a CanNotDelete lock keeps role assignments at its scope, too: revoke first");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void a_rule_that_allowed_nothing_in_a_history_is_told_with_its_line() {
    Ran used = terminal().run("check", POLICY, "--history", Terminal.EVENTS);
    Ran unused =
        terminal().typing(Events.violationWithId("x")).run("check", POLICY, "--history", "-");

    assertThat(used.out()).isEmpty();
    assertThat(unused.lines())
        .containsExactly(POLICY + ":6:5: warning: $.allow[0]: allowed no event of the history");
    assertThat(unused.exitCode()).isZero();
    assertThat(unused.err()).contains("1 warning");
  }

  private Ran checkedAgainst(String role, String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", POLICY, "--role", "-"));
    arguments.addAll(List.of(more));
    return terminal().typing(role).run(arguments.toArray(String[]::new));
  }

  @Test
  void a_role_that_was_printed_for_the_policy_grants_all_that_it_needs() {
    String role = terminal().run("role", "--policy", POLICY).out();
    String observing = terminal().run("role", "--policy", POLICY, "--mode", "observe").out();

    assertThat(checkedAgainst(role).out()).isEmpty();
    assertThat(checkedAgainst(observing, "--mode", "observe").out()).isEmpty();
    assertThat(checkedAgainst(observing).lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(POLICY + ":25:")
                    .contains(
                        "$.responses[0].remediations[1]: the role does not grant"
                            + " Microsoft.Authorization/locks/write: put its lock"))
        .noneMatch(line -> line.contains("/read"));
  }

  @Test
  void wildcards_and_what_is_taken_away_count_as_azure_counts_them() {
    assertThat(checkedAgainst("{\"Actions\": [\"*\"]}").out()).isEmpty();
    assertThat(
            checkedAgainst(
                    "[{\"roleName\": \"x\", \"permissions\": [{\"actions\":"
                        + " [\"*/READ\", \"microsoft.containerservice/*\"], \"notActions\": []},"
                        + " {\"actions\": [\"Microsoft.Authorization/*\"], \"notActions\":"
                        + " [\"Microsoft.Authorization/locks/delete\"]}]}]")
                .lines())
        .singleElement()
        .asString()
        .contains("does not grant Microsoft.Authorization/locks/delete");
    assertThat(checkedAgainst("{\"properties\": {\"permissions\": [{\"actions\": []}]}}").lines())
        .anyMatch(line -> line.contains("$: the role does not grant"));
  }

  @Test
  void what_is_no_role_is_bad_input_with_its_file() {
    for (String text : List.of("{}", "[]", "no json", "{\"Actions\": [1, {}]}", "\"x\"")) {
      Ran ran = checkedAgainst(text);

      assertThat(ran.exitCode()).as(text).isEqualTo(2);
      assertThat(ran.err()).contains("standard input: is no");
    }
  }

  @Test
  void a_warning_alone_fails_nothing() {
    String policy = FIXTURES + "policy-with-warning.json";

    Ran ran = terminal().run("check", policy);

    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.out()).matches(policy + ":\\d+:\\d+: warning: \\$\\.allow\\[0].*: .+\n");
    assertThat(ran.err())
        .isEqualTo(policy + ": can be used: 1 allow rule, 2 responses; 1 warning\n");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void a_rule_that_has_expired_by_today_is_a_problem() {
    Ran ran = terminal().run("check", FIXTURES + "policy-expired.json");

    assertThat(ran.out()).contains(": $.allow[0].until: ");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void programs_read_one_object_a_line() {
    String policy = FIXTURES + "policy-bad.json";

    Ran ran = terminal().run("check", "--json", policy);
    Ran warned = terminal().run("check", "--json", FIXTURES + "policy-with-warning.json");

    JsonObject first = JsonParser.parseString(ran.lines().get(0)).getAsJsonObject();
    assertThat(ran.lines()).hasSize(3);
    assertThat(first.keySet())
        .containsExactly("file", "severity", "line", "column", "path", "message");
    assertThat(first.get("file").getAsString()).isEqualTo(policy);
    assertThat(first.get("severity").getAsString()).isEqualTo("error");
    assertThat(first.get("line").getAsInt()).isEqualTo(4);
    assertThat(first.get("path").getAsString()).isEqualTo("$.tenant");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(warned.out()).contains("\"severity\":\"warning\"");
    assertThat(warned.exitCode()).isZero();
  }

  @Test
  void standard_input_serves_as_well() throws IOException {
    String policy = Files.readString(Path.of(FIXTURES + "policy-bad.json"));

    Ran ran = terminal().typing("\uFEFF" + policy.replace("\n", "\r\n")).run("check", "-");

    assertThat(ran.lines().get(0)).startsWith("-:4:").contains(": $.tenant: ");
    assertThat(ran.err()).isEqualTo("standard input: cannot be used: 3 problems\n");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void what_is_no_json_is_a_problem_with_its_place() {
    Ran ran = terminal().typing("{\n  \"version\": 1,\n  \u001b[2J\n}").run("check", "-");

    assertThat(ran.out()).startsWith("-:3:").doesNotContain("\u001b");
    assertThat(ran.err()).isEqualTo("standard input: cannot be used: 1 problem\n");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void a_policy_that_is_not_there_is_named() {
    Ran ran = terminal().run("check", "nowhere.json");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                2,
                "",
                "snapwarden: nowhere.json: there is no such file; - stands for standard input\n"));
  }

  @Test
  void editors_get_the_schema() {
    Ran ran = terminal().run("check", "--schema");

    assertThat(JsonParser.parseString(ran.out()).getAsJsonObject().has("$schema")).isTrue();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void it_is_either_a_policy_or_the_schema() {
    Ran neither = terminal().run("check");
    Ran both = terminal().run("check", "--schema", POLICY);

    assertThat(neither.err())
        .startsWith(
            "snapwarden: Missing required argument (specify one of these): (POLICY | --schema)\n");
    assertThat(both.err()).contains("Unmatched argument", POLICY, "Try 'snapwarden check --help'");
    assertThat(neither.exitCode()).isEqualTo(2);
    assertThat(both.exitCode()).isEqualTo(2);
  }
}
