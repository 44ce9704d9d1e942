package io.snapwarden.cli;

import static io.snapwarden.cli.Desk.CREATED;
import static io.snapwarden.cli.Desk.asked;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Budget;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at incidents. */
class IncidentsTest {

  private final Desk desk = new Desk();

  private List<JsonObject> listed(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "list";
    args[1] = "--json";
    System.arraycopy(more, 0, args, 2, more.length);
    Ran ran = desk.run(args);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private List<String> ids(String... more) {
    return listed(more).stream().map(line -> line.get("id").getAsString()).toList();
  }

  @Test
  void without_incidents_the_list_is_empty_and_says_so() {
    assertThat(desk.run("list")).isEqualTo(new Ran(0, "", "no incidents\n"));
    assertThat(desk.run("list", "--json")).isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void the_list_shows_the_newest_first() {
    Incident old = desk.keep(asked());
    Incident fresh =
        desk.keep(
            new Desk.Draft()
                .of("nightly-2")
                .created(CREATED.plusSeconds(60))
                .held("the limit is reached"));

    Ran ran = desk.run("list");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                INCIDENT                                   STATUS             CREATED               MODE            TARGET                CALLER                   TICKET
                %s  ticketed           2026-12-01T11:01:00Z  approve (held)  aks-prod-1/nightly-2  mallory@contoso.example  ticket-1
                %s  awaiting-approval  2026-12-01T11:00:00Z  approve         aks-prod-1/nightly-1  mallory@contoso.example  ticket-1
                """
                    .formatted(fresh.id(), old.id()),
                "2 incidents\n"));
  }

  @Test
  void the_list_for_programs_has_these_keys() {
    Incident incident =
        desk.keep(
            asked()
                .asking(
                    new Approval.Decision(
                        true, new Operator(Writes.ALICE, "alice@contoso.example"), CREATED)));

    String line = listed().get(0).toString();

    assertThat(line)
        .isEqualTo(
            """
            {"id":"%s","status":"awaiting-approval","created":"2026-12-01T11:00:00Z",\
            "mode":"approve",\
            "target":"/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/snapshots/nightly-1",\
            "caller":{"kind":"user","principal":"aaaaaaaa-0000-0000-0000-000000000666",\
            "application":"04b07795-8ddb-461a-bbee-02f9e1bf7b46",\
            "tenant":"11111111-1111-1111-1111-111111111111","name":"mallory@contoso.example"},\
            "violations":["unknown-caller"],"response":"prod","reason":"no rule names the caller",\
            "policy":"sha256:0f","hold":"",\
            "steps":[{"remediation":"tag-snapshot","state":"planned","detail":"would put 2 tags on it"}],\
            "ticket":"ticket-1","desks":[],\
            "approval":{"plan":"%s","expires":"2026-12-02T11:00:00Z","decision":{"approved":true,\
            "by":"aaaaaaaa-0000-0000-0000-000000000001","name":"alice@contoso.example",\
            "at":"2026-12-01T11:00:00Z"}},"round":1}"""
                .formatted(incident.id(), Desk.PLAN));
  }

  @Test
  void what_was_not_understood_is_listed_with_the_same_keys() {
    desk.keep(
        new Desk.Draft()
            .about(new Cause.NotUnderstood("event", "not JSON", "e/raw.txt", "ee", true)));

    JsonObject line = listed().get(0);
    Ran table = desk.run("list");

    assertThat(line.keySet())
        .containsExactly(
            "id",
            "status",
            "created",
            "mode",
            "target",
            "caller",
            "violations",
            "response",
            "reason",
            "policy",
            "hold",
            "steps",
            "ticket",
            "desks",
            "approval",
            "round");
    assertThat(line.get("target").isJsonNull()).isTrue();
    assertThat(line.get("reason").getAsString()).isEqualTo("not JSON");
    assertThat(table.out()).contains("(what came as event)");
  }

  @Test
  void the_list_can_be_narrowed_by_status_target_and_time() {
    String one = desk.keep(asked()).id().text();
    String two = desk.keep(new Desk.Draft().of("n-2").status(Status.STOPPED)).id().text();
    String old =
        desk.keep(new Desk.Draft().of("n-3").created(CREATED.minus(Duration.ofDays(2))))
            .id()
            .text();

    assertThat(ids()).containsExactlyInAnyOrder(one, two, old);
    assertThat(ids("--status", "stopped,awaiting-approval")).containsExactlyInAnyOrder(one, two);
    assertThat(ids("--status", "stopped", "--status", "undone")).containsExactly(two);
    assertThat(ids("--since", "2h")).containsExactlyInAnyOrder(one, two);
    assertThat(ids("--since", "30m")).isEmpty();
    assertThat(ids("--since", "7d")).hasSize(3);
    assertThat(ids("--target", Writes.snapshot("AKS-prod-1", "N-2").text())).containsExactly(two);
    assertThat(
            ids("--target", Writes.snapshot("aks-prod-1", "n-2").text(), "--status", "contained"))
        .isEmpty();
  }

  @Test
  void a_name_that_would_move_the_cursor_or_push_all_else_away_does_not() {
    desk.keep(asked().by("root\n\u001b[2J\u202Ecod.exe" + "x".repeat(5_000)));

    Ran list = desk.run("list");
    Ran json = desk.run("list", "--json");
    Ran show = desk.run("show", listed().get(0).get("id").getAsString());

    assertThat(list.lines()).hasSize(2).allSatisfy(line -> assertThat(line).hasSizeLessThan(250));
    assertThat(List.of(list.out(), json.out(), show.out()))
        .allSatisfy(
            text -> assertThat(text).contains("root").doesNotContain("\u001b", "\u202E", "root\n"));
  }

  @Test
  void show_tells_what_happened_what_is_planned_and_how_to_decide() {
    Incident incident =
        desk.keep(asked(), "event event-1: somebody wrote", "intent to tag", "tagged");

    Ran ran = desk.run("show", incident.id().text());

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                incident %1$s is awaiting-approval
                  target   /subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/snapshots/nightly-1
                  caller   user aaaaaaaa-0000-0000-0000-000000000666, client id 04b07795-8ddb-461a-bbee-02f9e1bf7b46, tenant 11111111-1111-1111-1111-111111111111, named "mallory@contoso.example"
                  when     2026-12-01T10:59:58.000Z, from 203.0.113.7
                  why      no rule names the caller (unknown-caller)
                  response prod
                  mode     approve, policy sha256:0f
                  created  2026-12-01T11:00:00.000Z, round 1
                  ticket   ticket-1
                  events   event-1

                steps
                  1  tag-snapshot: planned
                      would put 2 tags on it: PATCH /subscriptions/5555/nightly-1

                approval
                  plan     %2$s
                  until    2026-12-02T11:00:00.000Z
                  by       anybody who may write the app's storage, but not the app itself, 77777777-7777-7777-7777-777777777777
                  yes      snapwarden incidents approve %1$s --plan %2$s
                  no       snapwarden incidents reject %1$s

                journal
                  1  2026-12-01T11:00:00.000Z            note    event event-1: somebody wrote
                  2  2026-12-01T11:00:01.000Z   +1000ms  intent  intent to tag
                  3  2026-12-01T11:00:02.000Z   +1000ms  note    tagged
                """
                    .formatted(incident.id(), Desk.PLAN),
                ""));
  }

  @Test
  void show_names_the_evidence_of_what_was_changed_and_who_decided() {
    Incident incident =
        desk.keep(
            asked()
                .changed()
                .status(Status.CONTAINED)
                .asking(
                    new Approval.Decision(
                        true, new Operator(Writes.ALICE, "alice@contoso.example"), CREATED)));

    Ran ran = desk.run("show", incident.id().text());

    assertThat(ran.out())
        .contains(
            "  1  tag-snapshot: done: put 2 tags on it\n",
            "      changed at 2026-12-01T11:00:03.000Z\n",
            "      evidence 0123/1-tag-snapshot.json\n",
            "  approved by alice@contoso.example (aaaaaaaa-0000-0000-0000-000000000001) at ")
        .doesNotContain("would put", "incidents approve");
  }

  @Test
  void an_approval_that_expired_is_shown_without_a_way_to_give_it() {
    Incident incident = desk.keep(asked().created(CREATED.minus(Duration.ofDays(2))).asking(null));

    Ran ran = desk.run("show", incident.id().text());

    assertThat(ran.out())
        .contains("  expired  2026-11-30T11:00:00.000Z\n")
        .doesNotContain("incidents approve");
  }

  @Test
  void show_for_programs_is_one_object_with_plan_evidence_and_journal() {
    Incident incident = desk.keep(asked().changed(), "first", "second");

    Ran ran = desk.run("show", "--json", incident.id().text());

    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    JsonObject step = json.getAsJsonArray("steps").get(0).getAsJsonObject();
    assertThat(ran.lines()).hasSize(1);
    assertThat(step.keySet())
        .containsExactly(
            "remediation", "state", "detail", "options", "plan", "evidence", "changed");
    assertThat(json.getAsJsonArray("journal").get(1).getAsJsonObject().get("text").getAsString())
        .isEqualTo("second");
    assertThat(json.get("events").toString()).isEqualTo("[\"event-1\"]");
  }

  @Test
  void the_beginning_of_an_id_does_if_it_is_the_only_one() {
    Incident one = desk.keep(asked());
    desk.keep(asked().of("another"));

    Ran ran = desk.run("show", one.id().text().substring(0, 8).toUpperCase(java.util.Locale.ROOT));

    assertThat(ran.lines().get(0)).isEqualTo("incident " + one.id() + " is awaiting-approval");
  }

  @Test
  void the_beginning_of_two_ids_names_both() {
    Incident one = desk.keep(asked());
    Incident two = desk.keep(asked().correlated("another"), "x");
    assertThat(two.id().targetPart()).isEqualTo(one.id().targetPart());

    Ran ran = desk.run("show", one.id().targetPart());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("is the beginning of 2 incidents", one.id().text(), two.id().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "approve", "reject", "retry", "undo", "verify"})
  void an_unknown_incident_is_bad_input_for_every_command(String command) {
    String unknown = "0123456789abcdef-0123456789abcdef01234567";

    Ran whole = desk.run(command, unknown);
    Ran beginning = desk.run(command, "0123");
    Ran nonsense = desk.run(command, "nightly-1");
    Ran slip = desk.run(command, "012");

    assertThat(List.of(whole, beginning, nonsense, slip))
        .allSatisfy(ran -> assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2))
        .allSatisfy(ran -> assertThat(ran.out()).isEmpty());
    assertThat(whole.err()).contains("there is no incident " + unknown);
    assertThat(beginning.err()).contains("there is no incident 0123");
    assertThat(nonsense.err()).contains("\"nightly-1\" is not an incident's id");
  }

  @Test
  void bad_usage_is_told_with_what_is_expected() {
    assertThat(desk.run("list", "--status", "openn").err())
        .contains("\"openn\" is not a status: take one of open, awaiting-approval");
    assertThat(desk.run("list", "--since", "yesterday").err()).contains("as in 30m, 24h or 7d");
    assertThat(desk.run("list", "--target", "nightly-1").err())
        .contains("\"nightly-1\" is not a snapshot's resource id");
    assertThat(desk.run("list", "--since", "yesterday").exitCode()).isEqualTo(2);
    assertThat(desk.run().exitCode()).isEqualTo(2);
  }

  @Test
  void without_a_storage_the_setting_is_named() {
    Ran ran = Terminal.terminal().in(Map.of()).run("incidents", "list");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("set AzureWebJobsStorage").doesNotContain("\tat ");
  }

  @Test
  void a_storage_that_does_not_answer_is_no_stack_trace() {
    String nowhere =
        "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;"
            + "TableEndpoint=http://127.0.0.1:1/nobody;";

    Ran ran =
        Terminal.terminal().in(Map.of("AzureWebJobsStorage", nowhere)).run("incidents", "list");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("snapwarden: the storage that AzureWebJobsStorage")
        .doesNotContain("\tat ", "bm9ib2R5");
  }

  @Test
  void a_key_that_the_storage_refuses_is_told_with_the_roles_that_it_takes() {
    String connection =
        desk.connectionString().replaceAll("AccountKey=[^;]{8}", "AccountKey=AAAAAAAA");

    Ran ran =
        Terminal.terminal().in(Map.of("AzureWebJobsStorage", connection)).run("incidents", "list");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("snapwarden: the storage that AzureWebJobsStorage")
        .contains("Storage Table Data Contributor", "Data Readers")
        .doesNotContain("\tat ", "AAAAAAAA");
  }

  @Test
  void limits_show_what_was_changed_in_each_subscription() {
    Budget tripped =
        new Budget(
            Writes.SUBSCRIPTION,
            Map.of("t1", CREATED.plusSeconds(1_800), "t2", CREATED.minusSeconds(3_600)),
            CREATED.plusSeconds(1_900),
            true);
    Guid other = Guid.of("66666666-0000-0000-0000-000000000001");
    desk.storage().budgets().save(null, tripped);
    desk.storage().budgets().save(null, new Budget(other, Map.of(), null, false));

    assertThat(desk.run("limits"))
        .isEqualTo(
            new Ran(
                0,
                """
                SUBSCRIPTION                          TARGETS WITHIN THE HOUR  LIMIT TRIPPED
                55555555-5555-5555-5555-555555555555  1                        since 2026-12-01T11:31:40Z
                66666666-0000-0000-0000-000000000001  0                        no
                """,
                "2 subscriptions\n"));
    assertThat(desk.run("limits", "--json").lines())
        .containsExactly(
            "{\"subscription\":\"55555555-5555-5555-5555-555555555555\",\"targetsWithinHour\":1,"
                + "\"tripped\":\"2026-12-01T11:31:40Z\",\"announced\":true}",
            "{\"subscription\":\"66666666-0000-0000-0000-000000000001\",\"targetsWithinHour\":0,"
                + "\"tripped\":null,\"announced\":false}");
  }

  @Test
  void a_reset_says_what_there_was_and_names_what_was_held_back() {
    desk.storage()
        .budgets()
        .save(
            null,
            new Budget(
                Writes.SUBSCRIPTION, Map.of("t1", CREATED.plusSeconds(1_800)), CREATED, true));
    Incident held = desk.keep(new Desk.Draft().held("the limit of 1 is reached"));
    desk.keep(new Desk.Draft().of("free"));
    desk.keep(
        new Desk.Draft()
            .of("rejected")
            .held("the plan was rejected by alice")
            .asking(new Approval.Decision(false, new Operator(Writes.ALICE, "alice"), CREATED)));

    Ran ran = desk.run("limits", "reset", Writes.SUBSCRIPTION.toString());

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                reset: subscription 55555555-5555-5555-5555-555555555555 had 1 changed target within the hour, and its limit had tripped at 2026-12-01T11:00:00Z
                Held back until each is tried again:
                  snapwarden incidents retry %s  # the limit of 1 is reached
                """
                    .formatted(held.id()),
                ""));
    assertThat(desk.run("limits").out()).contains("555555555555  0", "no");
  }

  @Test
  void resetting_a_subscription_that_nobody_counted_is_a_slip() {
    Ran ran = desk.run("limits", "reset", "66666666-0000-0000-0000-000000000001");
    Ran nonsense = desk.run("limits", "reset", "prod");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("nothing was counted in subscription 66666666");
    assertThat(nonsense.exitCode()).isEqualTo(2);
    assertThat(nonsense.err()).contains("\"prod\" is not a GUID");
  }

  @Test
  void a_desk_that_cannot_be_told_shows_in_the_list_and_why_in_the_incident() {
    Incident incident = desk.keep(asked().ticketed(Desk.TICKET));
    desk.tell(Desk.TICKET, "github", "12", null);
    desk.tell(Desk.TICKET, "jira", null, "jira answered 401: look at SNAPWARDEN_TICKET_JIRA_TOKEN");

    Ran list = desk.run("list");
    Ran show = desk.run("show", incident.id().text());
    JsonObject line = listed().get(0);

    assertThat(list.out()).contains("github 12, jira (failing)\n");
    assertThat(show.out())
        .contains(
            "  desk     github 12, https://github.example/12\n",
            "  desk     jira (failing), since 2026-12-01T11:00:00.000Z, tried 3 times: "
                + "jira answered 401: look at SNAPWARDEN_TICKET_JIRA_TOKEN\n");
    assertThat(line.getAsJsonArray("desks").toString())
        .isEqualTo(
            """
            [{"desk":"github","state":"told","reference":"12","url":"https://github.example/12",\
            "problem":null,"failingSince":null,"tries":0},\
            {"desk":"jira","state":"failing","reference":null,"url":null,\
            "problem":"jira answered 401: look at SNAPWARDEN_TICKET_JIRA_TOKEN",\
            "failingSince":"2026-12-01T11:00:00Z","tries":3}]""");
  }
}
