package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.MemoryDesk;
import io.snapwarden.ticket.TicketBook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Incidents, and the desks that their responses name. */
class DesksTest {

  private static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  private static final TicketRules CLOSING = new TicketRules(20, true, Portal.PUBLIC);

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  private void violation() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
  }

  /** Mallory writes so many other snapshots, each worked on at once. */
  private void malloryWrites(int from, int to) {
    for (int i = from; i < to; i++) {
      ResourceId target = Writes.snapshot("aks-prod-1", world.target.name() + "-" + i);
      SnapshotWrite write = World.write("e" + i, target, "c" + i, Writes.AT);
      world.enqueue(world.detected(write, Mode.TICKET));
      world.workNow();
    }
  }

  private List<TicketBook.Entry> storms() {
    return world.tickets.all().stream()
        .filter(entry -> entry.ticket().title().startsWith("Storm"))
        .toList();
  }

  @Test
  void a_desk_that_the_response_names_gets_the_ticket_and_its_outcome() {
    world.ticketsAt("jira");

    violation();
    world.comeToRest();

    MemoryDesk.Item item = world.jira.item();
    assertThat(item.ticket.title()).contains(world.target.name());
    assertThat(item.ticket.text()).contains("is contained");
    assertThat(item.open).isTrue();
    assertThat(world.log.toString())
        .contains("\"metric\":\"snapwarden.desk\"", "\"desk\":\"jira\"", "\"state\":\"told\"");
  }

  @Test
  void the_ledger_alone_sends_no_message_to_any_desk() {
    violation();
    world.comeToRest();

    assertThat(world.jira.calls()).isZero();
    assertThat(world.log.toString()).doesNotContain("snapwarden.desk");
  }

  @Test
  void a_desk_that_is_down_holds_up_neither_containment_nor_another_desk() {
    world.jira.goDown("jira cannot be reached");
    world.ticketsAt("jira", "github");

    violation();
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.copies.of(world.incident().ticketRef()))
        .extracting(Copy::desk, Copy::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("github", Copy.State.FAILING),
            org.assertj.core.groups.Tuple.tuple("jira", Copy.State.FAILING));
    world.jira.comeBack();
    world.workUntil(world.now().plus(Duration.ofHours(1)));
    assertThat(world.jira.item().ticket.text()).contains("is contained");
  }

  @Test
  void a_retry_of_the_incident_reaches_a_desk_that_was_given_up() {
    world.jira.goDown("down");
    world.ticketsAt("jira");
    violation();
    world.workUntil(world.now().plus(Duration.ofHours(30)));
    IncidentId id = world.incident().id();
    assertThat(world.copies.of(world.incident().ticketRef()).get(0).state())
        .isEqualTo(Copy.State.FAILED);
    world.jira.comeBack();

    world.operations().retry(id, OLGA);
    world.workNow();

    assertThat(world.jira.items()).hasSize(1);
  }

  @Test
  void contained_closes_the_ticket_where_that_is_set_and_undone_opens_it_again() {
    world.ticketsAt("jira");
    world.ticketsBy(CLOSING);
    violation();
    world.comeToRest();
    assertThat(world.jira.item().open).isFalse();

    world.operations().undo(world.incident().id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.UNDONE);
    assertThat(world.jira.item().open).isTrue();
    assertThat(world.jira.item().texts()).anyMatch(text -> text.contains("is undone"));
  }

  @Test
  void contained_leaves_the_ticket_open_while_another_incident_of_it_is_stopped() {
    world.ticketsAt("jira");
    world.ticketsBy(CLOSING);
    world.enqueue(world.detected("e1", Mode.TICKET, "tag-snapshot"));
    world.comeToRest();
    world.malloryWrites();
    SnapshotWrite second = World.write("e2", world.target, "another", Writes.AT);

    world.enqueue(world.detected(second, Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident(second).status()).isEqualTo(Status.CONTAINED);
    assertThat(world.tickets.all()).singleElement().matches(TicketBook.Entry::open);
    assertThat(world.jira.item().open).isTrue();
  }

  @Test
  void after_a_ticket_was_closed_the_next_write_gets_a_new_one() {
    world.ticketsAt("jira");
    world.ticketsBy(CLOSING);
    violation();
    world.comeToRest();

    world.enqueue(
        world.detected(
            World.write("e2", world.target, "another", Writes.AT.plusSeconds(60)),
            Mode.REMEDIATE,
            "tag-snapshot"));
    world.comeToRest();

    assertThat(world.jira.items()).hasSize(2);
  }

  @Test
  void a_thousand_snapshots_of_one_caller_are_twenty_tickets_and_a_storm() {
    world.ticketsAt("jira");

    malloryWrites(0, 1_000);
    world.comeToRest();

    assertThat(world.tickets.all()).hasSize(21);
    assertThat(storms())
        .singleElement()
        .satisfies(
            storm -> {
              assertThat(storm.comments()).hasSize(980);
              assertThat(storm.ticket().text())
                  .contains("more than 20 tickets", Writes.MALLORY.toString(), "incidents list");
            });
    assertThat(world.jira.items()).hasSize(21);
    MemoryDesk.Item storm = world.jira.items().get(20);
    assertThat(storm.notes).hasSizeBetween(1, 2);
    assertThat(storm.texts().get(0)).contains("more since", world.target.name() + "-20,");
    assertThat(world.incidents.all()).hasSize(1_000).allMatch(each -> each.ticketRef() != null);
  }

  @Test
  void another_caller_has_tickets_of_their_own_in_a_storm() {
    malloryWrites(0, 25);
    SnapshotWrite other =
        Writes.aWrite().by(Writes.user(Writes.ALICE)).to(world.target).event("x").build();

    world.enqueue(world.detected(other, Mode.TICKET));
    world.workNow();

    Incident incident = world.incident(other);
    assertThat(world.tickets.find(incident.ticketRef()).orElseThrow().ticket().title())
        .startsWith("Unauthorised");
  }

  @Test
  void a_storm_goes_on_in_its_ticket_and_is_over_after_an_hour_of_quiet() {
    malloryWrites(0, 30);
    world.pass(Duration.ofMinutes(50));
    malloryWrites(30, 40);
    world.pass(Duration.ofMinutes(50));
    malloryWrites(40, 70);
    assertThat(storms()).hasSize(1);

    world.pass(Duration.ofHours(3));
    malloryWrites(70, 100);

    assertThat(storms()).hasSize(2);
  }

  @Test
  void a_repeat_of_a_problem_that_has_a_ticket_joins_it_in_a_storm_too() {
    malloryWrites(0, 25);
    int before = world.tickets.all().size();
    ResourceId first = Writes.snapshot("aks-prod-1", world.target.name() + "-0");

    world.enqueue(world.detected(World.write("again", first, "again", Writes.AT), Mode.TICKET));
    world.workNow();

    assertThat(world.tickets.all()).hasSize(before);
    assertThat(world.tickets.all().get(0).comments()).hasSize(1);
  }

  @Test
  void events_that_nobody_understands_are_a_storm_of_their_own() {
    for (int i = 0; i < 30; i++) {
      world.enqueue(IncidentMessage.NotUnderstood.of("event", "not JSON", "{ " + i));
      world.workNow();
    }

    assertThat(world.tickets.all()).hasSize(21);
    assertThat(storms().get(0).comments()).hasSize(10);
  }
}
