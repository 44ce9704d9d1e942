package io.snapwarden.cli;

import static io.snapwarden.cli.Histories.MALLORY;
import static io.snapwarden.cli.Histories.PIPELINE;
import static io.snapwarden.cli.Histories.RELEASES;
import static io.snapwarden.cli.Histories.eventOf;
import static io.snapwarden.cli.Histories.gzip;
import static io.snapwarden.cli.Histories.lines;
import static io.snapwarden.cli.Histories.list;
import static io.snapwarden.cli.Histories.month;
import static io.snapwarden.cli.Histories.write;
import static io.snapwarden.cli.Terminal.FIXTURES;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

  @TempDir Path directory;

  private static Ran backtest(String history, String... more) {
    return backtest(history.getBytes(UTF_8), more);
  }

  private static Ran backtest(byte[] history, String... more) {
    List<String> args = new ArrayList<>(List.of("backtest", "--policy", POLICY));
    args.addAll(List.of(more));
    args.add("-");
    return terminal().typing(history).run(args.toArray(String[]::new));
  }

  private static List<JsonObject> rows(Ran ran, String kind) {
    return ran.lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(row -> row.get("kind").getAsString().equals(kind))
        .toList();
  }

  private static JsonObject summary(byte[] history) {
    return rows(backtest(history, "--json"), "summary").get(0);
  }

  private static String golden(String name) throws IOException {
    return Files.readString(Path.of(FIXTURES + name));
  }

  private static String unreadableLine() {
    return "{\"x\": 1}\n";
  }

  @Test
  void people_read_what_matters_first_and_numbers_in_columns() throws IOException {
    Ran ran =
        backtest(
            lines(month())
                + unreadableLine()
                + eventOf(MALLORY, "aks-prod-west", "rollback", "2026-11-03T22:00:00Z"),
            "--suggest");

    assertThat(ran.out()).isEqualTo(golden("backtest.txt"));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void programs_read_one_object_for_each_row() throws IOException {
    Ran ran = backtest(lines(month()) + unreadableLine(), "--json", "--suggest", "--top", "2");

    assertThat(ran.out().replaceAll("sha256:[0-9a-f]{64}", "sha256:…"))
        .isEqualTo(golden("backtest.jsonl"));
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void every_form_of_a_history_comes_to_the_same() {
    List<JsonObject> all = month();
    List<String> forms =
        List.of(
            lines(all),
            list(all),
            "{\"value\":" + list(all) + "}",
            "{\"value\":%s}\n{\"value\":%s}"
                .formatted(list(all.subList(0, 5)), list(all.subList(5, all.size()))),
            "{\"records\":" + list(all) + "}");

    for (String form : forms) {
      for (byte[] bytes : List.of(form.getBytes(UTF_8), gzip(form))) {
        JsonObject summary = summary(bytes);
        assertThat(summary.get("records").getAsInt()).isEqualTo(39);
        assertThat(summary.get("allowed").getAsInt()).isEqualTo(5);
        assertThat(summary.get("violations").getAsInt()).isEqualTo(7);
        assertThat(summary.get("attempts").getAsInt()).isEqualTo(1);
        assertThat(summary.get("unreadable").getAsInt()).isZero();
      }
    }
  }

  @Test
  void events_of_both_schemas_are_part_of_a_history() {
    JsonObject grid = eventOf(PIPELINE, "aks-prod-west", "nightly-1", "2026-11-02T01:00:00Z");
    JsonObject cloud = new JsonObject();
    cloud.addProperty("specversion", "1.0");
    cloud.addProperty("id", "cloud-1");
    cloud.addProperty("type", "Microsoft.Resources.ResourceWriteSuccess");
    cloud.addProperty("source", "/subscriptions/" + Histories.SUBSCRIPTION);
    cloud.addProperty("time", "2026-11-02T02:00:00Z");
    cloud.add(
        "data",
        eventOf(MALLORY, "aks-prod-west", "x", "2026-11-02T02:00:00Z").getAsJsonObject("data"));

    JsonObject summary = summary(gzip(grid + "\n" + cloud + "\n"));

    assertThat(summary.get("allowed").getAsInt()).isEqualTo(1);
    assertThat(summary.get("violations").getAsInt()).isEqualTo(1);
  }

  @Test
  void a_compressed_file_of_several_pieces_is_read_to_its_end_though_they_come_slowly()
      throws IOException {
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    for (JsonObject record : month()) {
      pieces.write(gzip(record + "\n"));
    }
    InputStream slow =
        new ByteArrayInputStream(pieces.toByteArray()) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 100));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    Ran ran = terminal().reading(slow).run("backtest", "--policy", POLICY, "--json", "-");

    assertThat(rows(ran, "summary").get(0).get("records").getAsInt()).isEqualTo(39);
  }

  @Test
  void an_event_and_the_records_of_one_write_count_once_whichever_comes_first() {
    String records = lines(write(MALLORY, "aks-prod-west", "x", "2026-11-02T02:00:00Z", true));
    String event = eventOf(MALLORY, "aks-prod-west", "x", "2026-11-02T02:00:00Z") + "\n";

    for (String history : List.of(records + event, event + records, records + event + records)) {
      JsonObject summary = summary(history.getBytes(UTF_8));
      assertThat(summary.get("violations").getAsInt()).isEqualTo(1);
      assertThat(summary.get("duplicates").getAsInt()).isPositive();
    }
  }

  @Test
  void who_takes_anothers_correlation_id_hides_behind_nobody() {
    String theirs =
        lines(write(PIPELINE, "aks-prod-west", "nightly-1", "2026-11-02T02:00:00Z", true));
    String own = lines(write(MALLORY, "aks-prod-west", "nightly-1", "2026-11-02T02:00:00Z", true));

    JsonObject summary = summary((theirs + own).getBytes(UTF_8));

    assertThat(summary.get("allowed").getAsInt()).isEqualTo(1);
    assertThat(summary.get("violations").getAsInt()).isEqualTo(1);
    assertThat(summary.get("duplicates").getAsInt()).isZero();
  }

  @Test
  void what_two_policies_differ_about_is_shown_event_by_event() throws IOException {
    Path old = directory.resolve("old.json");
    Files.writeString(
        old,
        Files.readString(Path.of(POLICY))
            .replace("22222222-2222-2222-2222-222222222222", MALLORY.objectId())
            .replace("\"application\"", "\"principal\"")
            .replace("snapshots/nightly-*", "snapshots/*"));

    Ran text = backtest(lines(month()), "--against", old.toString());
    Ran json = backtest(lines(month()), "--against", old.toString(), "--json");

    assertThat(text.out())
        .contains(
            """
            Against the old policy: 8 writes decided otherwise
                     5  violation: remediate (production) -> allowed
                     2  allowed -> violation: remediate (production)
                     1  allowed -> attempt: ticket (production)
            """)
        .contains(
            """
              2026-11-03T22:00:00Z  allowed by nightly-pipeline -> violation: remediate (production)
                  /subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-west/providers/Microsoft.ContainerService/snapshots/rollback
                  user 77777777-7777-7777-7777-777777777777, named "mallory@contoso.example"
            """);
    List<JsonObject> changes = rows(json, "change");
    assertThat(changes).hasSize(8);
    assertThat(changes.get(0).getAsJsonObject("before").get("verdict").getAsString())
        .isEqualTo("violation");
    assertThat(changes.get(0).getAsJsonObject("after").get("rule").getAsString())
        .isEqualTo("nightly-pipeline");
    assertThat(rows(json, "turn")).hasSize(3);
    assertThat(rows(json, "summary").get(0).get("changes").getAsInt()).isEqualTo(8);
  }

  @Test
  void policies_that_agree_show_no_change() {
    assertThat(backtest(lines(month()), "--against", POLICY).out())
        .contains("Against the old policy: no writes decided otherwise\n");
  }

  @Test
  void a_suggestion_is_refused_until_somebody_owns_it_and_then_allows_what_it_was_made_of()
      throws IOException {
    Path history = Files.writeString(directory.resolve("history.jsonl"), lines(month()));
    List<JsonObject> found = rows(backtest(lines(month()), "--json", "--suggest"), "suggestion");
    assertThat(found).hasSize(1);
    String snippet = found.get(0).get("snippet").getAsString();
    Path pasted = directory.resolve("pasted.json");
    Files.writeString(
        pasted,
        Files.readString(Path.of(POLICY)).replace("\"allow\": [", "\"allow\": [" + snippet + ","));

    Ran unread = terminal().run("check", pasted.toString());
    Files.writeString(
        pasted,
        Files.readString(pasted)
            .replace("\"owner\": \"\"", "\"owner\": \"releases@contoso.example\"")
            .replace("\"reason\": \"\"", "\"reason\": \"CHG-77\""));
    Ran filledIn = terminal().run("check", pasted.toString());
    Ran after = terminal().run("backtest", "--policy", pasted.toString(), history.toString());

    assertThat(unread.exitCode()).isEqualTo(2);
    assertThat(unread.out()).contains("$.allow[0].owner: must not be blank", "$.allow[0].reason");
    assertThat(filledIn.exitCode()).isZero();
    assertThat(after.out())
        .startsWith(
            "13 snapshot writes, 2026-11-01 to 2026-11-05: 10 allowed, 2 violations, 1 attempt")
        .contains("       5  suggested-" + RELEASES.objectId());
  }

  @Test
  void a_file_with_unreadable_lines_goes_on_and_says_where_some_are() throws IOException {
    Path file = directory.resolve("history.jsonl");
    Files.writeString(file, "nonsense\n" + lines(month()) + unreadableLine().repeat(7));

    Ran ran = terminal().run("backtest", "--policy", POLICY, file.toString());

    assertThat(ran.out())
        .contains("47 records read: 26 about something else, 0 repeated, 8 unreadable")
        .contains("Unreadable, the first 5 of 8")
        .contains(file + ", number 1: not JSON: ")
        .contains(file + ", number 41: $ is no event of Event Grid");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void violations_attempts_and_what_is_unreadable_fail_if_they_are_to() {
    String fine =
        lines(write(PIPELINE, "aks-prod-west", "nightly-1", "2026-11-02T02:00:00Z", true));
    String tried = lines(write(MALLORY, "aks-prod-west", "x", "2026-11-02T02:00:00Z", false));

    assertThat(backtest(fine, "--fail-on-violation").exitCode()).isZero();
    assertThat(backtest(tried, "--fail-on-violation").exitCode()).isEqualTo(3);
    assertThat(backtest(fine + "{", "--fail-on-violation").exitCode()).isEqualTo(3);
    assertThat(backtest(lines(month()), "--fail-on-violation", "--json").exitCode()).isEqualTo(3);
    assertThat(backtest(lines(month())).exitCode()).isZero();
  }

  @Test
  void nothing_at_all_is_said_to_be_so() {
    assertThat(backtest("[]").out())
        .startsWith("no snapshot writes\nno records read: ")
        .contains("never  nightly-pipeline");
  }

  @Test
  void compressed_data_that_is_cut_off_is_bad_input_and_no_half_result() {
    byte[] whole = gzip(lines(month()));

    Ran cut = backtest(Arrays.copyOf(whole, whole.length / 2));
    byte[] damaged = whole.clone();
    damaged[whole.length - 6] ^= 0x55;
    Ran wrong = backtest(damaged);

    assertThat(cut)
        .isEqualTo(
            new Ran(2, "", "snapwarden: standard input: its gzip data is damaged or cut off\n"));
    assertThat(wrong.exitCode()).isEqualTo(2);
  }

  @Test
  void bad_usage_names_the_option_and_the_cure() {
    Ran neither = terminal().run("backtest", "--policy", POLICY);
    Ran both =
        terminal()
            .run("backtest", "--policy", POLICY, "--subscription", Histories.SUBSCRIPTION, "-");
    Ran days =
        terminal()
            .run(
                "backtest",
                "--policy",
                POLICY,
                "--subscription",
                Histories.SUBSCRIPTION,
                "--days",
                "91");
    Ran save = backtest("[]", "--save", "x");
    Ran noGuid = terminal().run("backtest", "--policy", POLICY, "--subscription", "prod");

    assertThat(neither.err())
        .contains("name either FILES with the history, or each --subscription");
    assertThat(both.err()).isEqualTo(neither.err());
    assertThat(days.err()).contains("--days: Azure keeps the Activity Log for 90 days");
    assertThat(save.err()).contains("--save keeps what --subscription reads");
    assertThat(noGuid.err()).contains("\"prod\" is not a GUID");
    assertThat(backtest("[]", "--top", "0").err()).contains("--top: take 1 to 1000");
    assertThat(List.of(neither, both, days, save, noGuid)).allMatch(ran -> ran.exitCode() == 2);
  }

  @Test
  void a_page_that_cannot_be_written_fails_the_tool_after_the_result_was_printed() {
    Ran ran = backtest("[]", "--html", directory.resolve("no/where.html").toString());

    assertThat(ran.err()).contains("--html: ", "cannot be written").doesNotContain("\tat ");
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  @Test
  void files_and_policies_that_cannot_be_read_are_all_named_before_anything_is_decided() {
    Ran ran =
        terminal().run("backtest", "--policy", POLICY, "--against", "no.json", "nowhere.jsonl");

    assertThat(ran.err())
        .isEqualTo(
            """
            snapwarden: no.json: there is no such file; - stands for standard input
            snapwarden: nowhere.jsonl: there is no such file; - stands for standard input
            """);
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @Test
  void hostile_names_do_nothing_to_a_terminal_and_keep_their_meaning_in_json() {
    String name = "\u001b[2J\u202Ekcatta\n@|bold x|@ %s";
    String event = io.snapwarden.cli.Events.violationBy(name);

    Ran text = terminal().inColour().typing(event).run("backtest", "--policy", POLICY, "-");
    Ran json = backtest(event, "--json");

    assertThat(text.out())
        .contains("named \"\\u001B[2J\\u202Ekcatta\\u000A@|bold x|@ %s\"")
        .doesNotContain("\u001b[2J", "\u202E");
    JsonElement shown = rows(json, "caller").get(0).get("name");
    assertThat(shown.getAsString()).isEqualTo(name);
  }

  @Test
  void colours_are_for_terminals() {
    assertThat(
            terminal()
                .inColour()
                .typing(lines(month()))
                .run("backtest", "--policy", POLICY, "-")
                .out())
        .contains("\u001b[31m");
    assertThat(backtest(lines(month())).out()).doesNotContain("\u001b");
  }
}
