package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.EVENTS;
import static io.snapwarden.cli.Terminal.FIXTURES;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import org.junit.jupiter.api.Test;

class DecideTest {

  @Test
  void people_read_a_line_for_what_is_fine_and_a_block_for_what_is_not() {
    Ran ran = terminal().decide(EVENTS);

    assertThat(withoutReasons(ran.out()))
        .isEqualTo(
            """
            allowed     /subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-west/providers/Microsoft.ContainerService/snapshots/nightly-20261102: … (event allowed-1 in src/test/resources/cli/events.json)
            violation   unknown-caller
              target    /subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-west/providers/Microsoft.ContainerService/snapshots/rollback
              caller    user 77777777-7777-7777-7777-777777777777, client id 04b07795-8ddb-461a-bbee-02f9e1bf7b46, tenant 11111111-1111-1111-1111-111111111111, named "mallory@contoso.example"
              when      2026-11-02T01:00:00Z, event violation-1 in src/test/resources/cli/events.json
              why       …
              response  production: remediate (tag-snapshot, lock-snapshot)
            attempt     unknown-caller
              target    /subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-west/providers/Microsoft.ContainerService/snapshots/nightly-20261102
              caller    user 77777777-7777-7777-7777-777777777777, client id 04b07795-8ddb-461a-bbee-02f9e1bf7b46, tenant 11111111-1111-1111-1111-111111111111, named "mallory@contoso.example"
              when      2026-11-02T01:00:00Z, event attempt-1 in src/test/resources/cli/events.json
              why       …
              response  production: ticket
            unrelated   event unrelated-1 in src/test/resources/cli/events.json: …
            """);
    assertThat(ran.err()).isEqualTo("4 events: 1 allowed, 1 violation, 1 attempt, 1 unrelated\n");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void an_application_is_told_by_its_ids_and_by_no_name() {
    String write = Events.allowed().replace("nightly-20261102", "rollback");

    Ran ran = terminal().typing(write).decide("-");

    assertThat(ran.lines())
        .contains(
            "violation   target-not-allowed",
            "  caller    application 33333333-3333-3333-3333-333333333333, "
                + "client id 22222222-2222-2222-2222-222222222222, "
                + "tenant 11111111-1111-1111-1111-111111111111");
  }

  @Test
  void programs_read_one_object_a_line_with_every_key_of_the_contract() {
    Ran ran = terminal().decide("--json", EVENTS);

    assertThat(ran.lines()).hasSize(4);
    assertThat(ran.lines().get(1).replaceAll("\"reason\":\".+\"", "\"reason\":\"…\""))
        .isEqualTo(
            "{\"event\":\"violation-1\",\"verdict\":\"violation\","
                + "\"violations\":[\"unknown-caller\"],\"rule\":null,\"response\":\"production\","
                + "\"mode\":\"remediate\",\"remediations\":[\"tag-snapshot\",\"lock-snapshot\"],"
                + "\"target\":\"/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/"
                + "aks-prod-west/providers/Microsoft.ContainerService/snapshots/rollback\","
                + "\"caller\":{\"kind\":\"user\","
                + "\"principal\":\"77777777-7777-7777-7777-777777777777\","
                + "\"application\":\"04b07795-8ddb-461a-bbee-02f9e1bf7b46\","
                + "\"tenant\":\"11111111-1111-1111-1111-111111111111\"},\"reason\":\"…\"}");
    assertThat(ran.lines().get(0))
        .contains("\"verdict\":\"allowed\"", "\"rule\":\"nightly-pipeline\"");
    assertThat(ran.lines().get(3)).contains("\"target\":null,\"caller\":null");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void the_verdicts_of_several_files_and_standard_input_follow_their_order() {
    Ran ran =
        terminal()
            .typing(Events.violationWithId("typed"))
            .decide(EVENTS, "-", "src/test/resources/cli/../cli/events.json");

    assertThat(ran.out())
        .containsSubsequence(
            "event attempt-1 in " + EVENTS,
            "event typed in standard input",
            "event allowed-1 in src/test/resources/cli/../cli/events.json");
    assertThat(ran.err()).startsWith("9 events: ");
  }

  @Test
  void no_event_is_no_error() {
    Ran ran = terminal().typing("[]").decide("--fail-on-violation", "-");

    assertThat(ran).isEqualTo(new Ran(0, "", "no events\n"));
  }

  @Test
  void an_empty_input_is_no_json_since_whatever_was_to_fill_it_may_have_failed() {
    Ran ran = terminal().typing("").decide("--fail-on-violation", "-");

    assertThat(ran.out()).startsWith("unreadable  in standard input: ");
    assertThat(ran.err()).isEqualTo("1 event: 1 unreadable\n");
    assertThat(ran.exitCode()).isEqualTo(3);
  }

  @Test
  void a_rule_that_has_expired_still_allows_the_writes_of_its_days() {
    Ran ran =
        terminal()
            .typing(Events.allowed().replace("2026-11-02T", "2026-10-30T"))
            .run("decide", "--policy", FIXTURES + "policy-expired.json", "--json", "-");

    assertThat(ran.out()).contains("\"verdict\":\"allowed\"");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void the_apps_own_identity_is_told_by_its_object_id() {
    Ran ran =
        terminal()
            .typing(Events.allowed())
            .decide("--principal-id", "33333333333333333333333333333333", "--json", "-");

    assertThat(ran.out()).contains("\"violations\":[\"own-identity\"]");
  }

  @Test
  void violations_attempts_and_unreadable_events_fail_if_they_are_to() {
    assertThat(exitCodeFor(Events.violation())).isEqualTo(3);
    assertThat(exitCodeFor(Events.attempt())).isEqualTo(3);
    assertThat(exitCodeFor("{")).isEqualTo(3);
    assertThat(exitCodeFor(Events.allowed())).isZero();
    assertThat(exitCodeFor(Events.unrelated())).isZero();
    assertThat(terminal().typing(Events.violation()).decide("-").exitCode()).isZero();
  }

  @Test
  void verdicts_are_coloured_on_a_terminal_and_plain_elsewhere() {
    Ran coloured = terminal().inColour().decide(EVENTS);
    Ran plain = terminal().decide(EVENTS);

    assertThat(coloured.out()).contains("\u001b[1m\u001b[31mviolation\u001b[39m");
    assertThat(plain.out()).doesNotContain("\u001b");
  }

  @Test
  void hostile_text_reaches_the_terminal_spelled_out() {
    String name = "\u001b[2J\u202Ekcatta\n\u0085allowed\u200B Jürgen";

    Ran ran = terminal().typing(Events.violationBy(name)).decide("-");

    assertThat(ran.out())
        .contains("named \"\\u001B[2J\\u202Ekcatta\\u000A\\u0085allowed\\u200B Jürgen\"");
    assertThat(ran.lines()).hasSize(6);
  }

  @Test
  void hostile_text_keeps_its_meaning_in_json() {
    String id = "\u001b[2J\u202Ekcatta\n\u0085 <b>";

    Ran ran = terminal().typing(Events.violationWithId(id)).decide("--json", "-");

    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.out()).contains("\\u202E", "\\u0085", "<b>").doesNotContain("\u202E");
    assertThat(JsonParser.parseString(ran.out()).getAsJsonObject().get("event").getAsString())
        .isEqualTo(id);
  }

  @Test
  void a_name_of_any_length_takes_little_room() {
    Ran ran = terminal().typing(Events.violationBy("x".repeat(100_000))).decide("-");

    assertThat(ran.out()).contains("named \"" + "x".repeat(128) + "…\"").hasSizeLessThan(2_000);
  }

  @Test
  void a_bad_policy_decides_nothing_and_all_its_problems_are_told() {
    String policy = FIXTURES + "policy-bad.json";

    Ran ran = terminal().run("decide", "--policy", policy, EVENTS);

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains(policy + ":4:", ": $.tenant: ")
        .contains(policy + ":7:", ": $.allow[0].identifier: ")
        .contains(policy + ":21:", ": $.responses[0].mode: ")
        .doesNotContain("\tat ");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void the_policy_may_come_from_standard_input() {
    Ran ran =
        terminal()
            .typing("{\"version\": 1, \"tenant\": \"nobody\"}")
            .run("decide", "--policy", "-", EVENTS);

    assertThat(ran.err()).contains("-:1:").contains(": $.tenant: ");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void every_file_that_cannot_be_read_is_named_before_anything_is_decided() {
    Ran ran = terminal().decide(EVENTS, "no\nwhere.json", "src/test/resources/cli", "a\0b");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                snapwarden: no\\u000Awhere.json: there is no such file; - stands for standard input
                snapwarden: src/test/resources/cli: is a directory; name the files in it
                snapwarden: a\\u0000b: is not the name of a file
                """));
  }

  @Test
  void standard_input_is_read_once() {
    Ran ran = terminal().run("decide", "--policy", "-", "-");

    assertThat(ran.err())
        .isEqualTo(
            "snapwarden: standard input (-) is named more than once, but can be read only once\n");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void bad_usage_names_the_option_and_the_cure() {
    Ran nothing = terminal().run("decide");
    Ran noEvents = terminal().decide();
    Ran noGuid = terminal().decide("--principal-id", "snapwarden-id", "-");

    assertThat(nothing.err())
        .isEqualTo(
            """
            snapwarden: Missing required options and parameters: '--policy=POLICY', 'EVENTS'
            Try 'snapwarden decide --help' for how to use it.
            """);
    assertThat(noEvents.err()).contains("Missing required parameter: 'EVENTS'");
    assertThat(noGuid.err())
        .contains("'--principal-id'", "\"snapwarden-id\" is not a GUID, as in 33333333-");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(noEvents.exitCode()).isEqualTo(2);
    assertThat(noGuid.exitCode()).isEqualTo(2);
  }

  private static int exitCodeFor(String events) {
    return terminal()
        .typing(events)
        .run("decide", "--policy", POLICY, "--fail-on-violation", "-")
        .exitCode();
  }

  /** The words of a reason belong to the policy's own tests. */
  private static String withoutReasons(String text) {
    return text.replaceAll("(?m)^(  why +).+$", "$1…")
        .replaceAll("(?m)^(allowed .+?: ).+( \\(event .+)$", "$1…$2")
        .replaceAll("(?m)^(unrelated .+?: ).+$", "$1…");
  }
}
