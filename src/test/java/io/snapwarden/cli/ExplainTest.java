package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.EVENTS;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {

  private static final Path EXPECTED = Path.of("src/test/resources/cli/explained.txt");

  private static Ran explain(String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain", "--policy", POLICY));
    all.addAll(List.of(arguments));
    return terminal().run(all.toArray(String[]::new));
  }

  private static JsonObject json(String event) {
    Ran ran = terminal().typing(event).run("explain", "--policy", POLICY, "--json", "-");
    return JsonParser.parseString(ran.out()).getAsJsonObject();
  }

  @Test
  void people_read_a_tree_for_each_event() throws IOException {
    Ran ran = explain(EVENTS);

    assertThat(ran.out()).isEqualTo(Files.readString(EXPECTED));
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void the_mode_of_the_app_caps_what_is_done() {
    assertThat(explain("--mode", "observe", EVENTS).out())
        .contains(
            "what is done: mode observe, because the app's mode caps remediate",
            "tag-snapshot is planned, and not carried out");
  }

  @Test
  void programs_read_the_keys_of_a_decision_and_what_each_rule_and_response_made_of_it() {
    JsonObject json = json(Events.allowed().replace("nightly-20261102", "rollback"));

    assertThat(json.keySet())
        .contains("event", "verdict", "reason", "before", "rules", "responses", "cappedMode");
    JsonObject rule = json.getAsJsonArray("rules").get(0).getAsJsonObject();
    assertThat(rule)
        .hasToString(
            "{\"rule\":\"nightly-pipeline\",\"namesCaller\":true,\"coversTarget\":false,"
                + "\"holds\":true,\"admitsAddress\":true,\"allows\":false,\"nearest\":false}");
    assertThat(json.getAsJsonArray("responses"))
        .hasToString(
            "[{\"response\":\"production\",\"forViolations\":true,\"forTarget\":true,"
                + "\"answers\":true}]");
  }

  @Test
  void the_rule_that_it_prints_allows_the_write(@TempDir Path folder) throws IOException {
    String event = Events.allowed().replace("nightly-20261102", "rollback");
    JsonObject policy =
        JsonParser.parseReader(Files.newBufferedReader(Path.of(POLICY))).getAsJsonObject();
    policy.getAsJsonArray("allow").add(json(event).get("allow"));
    Path extended = Files.writeString(folder.resolve("policy.json"), policy.toString());

    Ran ran =
        terminal().typing(event).run("explain", "--policy", extended.toString(), "--json", "-");

    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(json.get("verdict").getAsString()).isEqualTo("allowed");
    assertThat(json.get("allow").isJsonNull()).isTrue();
    JsonArray rules = json.getAsJsonArray("rules");
    assertThat(rules).hasSize(2);
    assertThat(rules.get(1).getAsJsonObject().get("nearest").getAsBoolean()).isTrue();
  }

  @Test
  void what_is_decided_before_any_rule_asks_none_and_has_no_cure() {
    String foreign =
        Events.allowed()
            .replace(
                "11111111-1111-1111-1111-111111111111", "99999999-9999-9999-9999-999999999999");

    Ran ran = terminal().typing(foreign).run("explain", "--policy", POLICY, "-");

    assertThat(ran.out())
        .contains("no rule is asked: foreign-tenant", "no rule of a policy could allow it")
        .doesNotContain("nightly-pipeline");
  }

  @Test
  void hostile_names_are_shown_as_text() {
    String hostile =
        Events.violationWithId("x")
            .replace("mallory@contoso.example", "\\u202e\\u001b[2J@everyone");

    Ran ran = terminal().typing(hostile).run("explain", "--policy", POLICY, "-");

    assertThat(ran.out()).doesNotContain("\u202e", "\u001b").contains("\\u202E\\u001B[2J@everyone");
  }

  @Test
  void what_cannot_be_read_is_told_with_its_place_and_no_trace() {
    Ran nothing = explain("nowhere.json");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("nowhere.json").doesNotContain("\tat ");

    assertThat(terminal().typing("no json").run("explain", "--policy", POLICY, "-").out())
        .startsWith("unreadable");
    assertThat(explain("--mode", "everything", EVENTS).exitCode()).isEqualTo(2);
  }
}
