package io.snapwarden.cli;

import static io.snapwarden.cli.Desk.ALICE;
import static io.snapwarden.cli.Desk.APP;
import static io.snapwarden.cli.Desk.PLAN;
import static io.snapwarden.cli.Desk.asked;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Operator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deciding about incidents. */
class DecideIncidentsTest {

  private final Desk desk = new Desk();

  @AfterEach
  void leave() {
    desk.close();
  }

  private String lastLine(Incident incident) {
    List<io.snapwarden.incident.JournalEntry> journal = desk.incidents().journal(incident.id());
    return journal.get(journal.size() - 1).text();
  }

  private Approval.Decision decision(Incident incident) {
    return Objects.requireNonNull(desk.find(incident.id()).approval()).decision();
  }

  @Test
  void approve_prints_the_plan_and_records_who_approved_it() {
    desk.signedInAs(ALICE);
    Incident incident = desk.keep(asked(), "opened");

    Ran ran = desk.run("approve", incident.id().text());

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

                steps
                  1  tag-snapshot: planned
                      would put 2 tags on it: PATCH /subscriptions/5555/nightly-1
                  plan     %2$s

                approved, by alice@contoso.example (aaaaaaaa-0000-0000-0000-000000000001)
                A worker takes it up now: snapwarden incidents show %1$s
                """
                    .formatted(incident.id(), PLAN),
                ""));
    assertThat(decision(incident).approved()).isTrue();
    assertThat(decision(incident).by())
        .isEqualTo(new Operator(Guid.of(ALICE.objectId()), "alice@contoso.example"));
    assertThat(lastLine(incident)).contains("approved by alice@contoso.example", PLAN);
    assertThat(desk.run("verify", incident.id().text()).exitCode()).isZero();
  }

  @Test
  void approve_refuses_another_plan_than_the_one_that_was_named() {
    desk.signedInAs(ALICE);
    Incident incident = desk.keep(asked());

    Ran ran = desk.run("approve", incident.id().text(), "--plan", "0".repeat(64));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("snapwarden: the plan is another one by now, " + PLAN);
    assertThat(decision(incident)).isNull();
  }

  @Test
  void the_app_itself_approves_nothing() {
    desk.signedInAs(APP);
    Incident incident = desk.keep(asked());

    Ran ran = desk.run("approve", incident.id().text());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("this is Snapwarden's own identity");
    assertThat(decision(incident)).isNull();
  }

  @Test
  void reject_leaves_a_ticket_and_who_it_was() {
    desk.signedInAs(ALICE);
    Incident incident = desk.keep(asked());

    Ran ran = desk.run("reject", incident.id().text());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("rejected, by alice@contoso.example (aaaaaaaa-0000-0000-0000-000000000001)\n");
    assertThat(decision(incident).approved()).isFalse();
    assertThat(desk.find(incident.id()).hold()).contains("rejected by alice@contoso.example");
  }

  @Test
  void retry_shows_what_held_it_and_forgets_it() {
    desk.signedInAs(ALICE);
    Incident incident = desk.keep(new Desk.Draft().held("the limit of 10 is reached"));

    Ran ran = desk.run("retry", incident.id().text());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("  held     the limit of 10 is reached\n", "tried again, by alice@");
    assertThat(desk.find(incident.id()).hold()).isEmpty();
    assertThat(desk.find(incident.id()).status()).isEqualTo(Status.OPEN);
  }

  @Test
  void retry_hands_in_again_what_was_not_understood() {
    desk.signedInAs(ALICE);
    Incident incident =
        desk.keep(
            new Desk.Draft()
                .about(new Cause.NotUnderstood("event", "not JSON", "e/raw.txt", "ee", true)));

    Ran ran = desk.run("retry", incident.id().text());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "  why      not JSON\n", "  again    its text is handed in as if it had just come");
    assertThat(desk.find(incident.id()).task()).isEqualTo(Incident.Task.REDRIVE);
  }

  @Test
  void undo_shows_what_is_taken_back() {
    desk.signedInAs(ALICE);
    Incident incident = desk.keep(asked().changed().status(Status.CONTAINED));

    Ran ran = desk.run("undo", incident.id().text());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "to take back\n"
                + "  tag-snapshot, which changed something at 2026-12-01T11:00:03.000Z and is done: put 2 tags on it\n",
            "to be taken back, by alice@contoso.example");
    assertThat(desk.find(incident.id()).task()).isEqualTo(Incident.Task.UNDO);
  }

  @Test
  void what_cannot_be_done_as_things_are_is_refused_with_the_reason() {
    desk.signedInAs(ALICE);
    String ticketed = desk.keep(new Desk.Draft()).id().text();
    String open = desk.keep(new Desk.Draft().of("open").status(Status.OPEN)).id().text();

    assertThat(desk.run("approve", ticketed).err()).contains("it waits for no approval");
    assertThat(desk.run("reject", ticketed).err()).contains("it waits for no approval");
    assertThat(desk.run("undo", ticketed).err()).contains("there is nothing to take back");
    assertThat(desk.run("retry", open).err()).contains("it is being worked on");
    assertThat(desk.run("retry", open).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "reject", "retry", "undo"})
  void nobody_decides_without_saying_who_they_are(String command) {
    Incident incident = desk.keep(asked().changed());

    Ran ran = desk.run(command, incident.id().text());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("snapwarden: nobody is signed in to Azure: sign in with `az login`")
        .doesNotContain("\tat ");
    assertThat(desk.find(incident.id())).isEqualTo(incident);
  }
}
