package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitTest {

  private static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  /** Mallory writes so many snapshots, and all of it is worked on. */
  private List<SnapshotWrite> malloryWrites(int count, int limit) {
    world.limitTo(limit);
    List<SnapshotWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ResourceId target = Writes.snapshot("aks-prod-1", world.target.name() + "-" + i);
      world.malloryWrites(target);
      SnapshotWrite write = World.write("e" + i, target, "c" + i, Writes.AT);
      writes.add(write);
      world.enqueue(world.detected(write, Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
      world.workNow();
    }
    return writes;
  }

  private List<Status> statuses(List<SnapshotWrite> writes) {
    return writes.stream().map(write -> world.incident(write).status()).toList();
  }

  private List<TicketBook.Entry> limitTickets() {
    return world.tickets.all().stream()
        .filter(ticket -> ticket.ticket().title().contains("limit"))
        .toList();
  }

  @Test
  void beyond_the_limit_an_incident_gets_its_ticket_with_the_plan_and_nothing_else() {
    List<SnapshotWrite> writes = malloryWrites(4, 2);

    assertThat(statuses(writes))
        .containsExactly(Status.CONTAINED, Status.CONTAINED, Status.TICKETED, Status.TICKETED);
    assertThat(world.arm.writes()).hasSize(4);
    Incident held = world.incident(writes.get(2));
    assertThat(held.hold()).contains("limit of 2 remediated targets an hour");
    assertThat(held.steps()).allMatch(step -> step.state() == Step.State.PLANNED);
    assertThat(world.tickets.find(held.ticketRef()).orElseThrow().ticket().text())
        .contains("No more than a ticket: the limit of 2");
  }

  @Test
  void one_ticket_tells_of_the_limit_however_many_incidents_meet_it() {
    malloryWrites(6, 2);

    assertThat(limitTickets())
        .singleElement()
        .satisfies(
            ticket -> {
              assertThat(ticket.ticket().text())
                  .contains("incidents limits reset 55555555-5555-5555-5555-555555555555");
              assertThat(ticket.comments()).isEmpty();
            });
  }

  @Test
  void a_held_incident_says_so_once_however_many_events_tell_of_it() {
    List<SnapshotWrite> writes = malloryWrites(2, 1);
    SnapshotWrite held = writes.get(1);

    for (int i = 0; i < 5; i++) {
      world.enqueue(
          world.detected(
              World.write("again " + i, held.target(), held.correlationId(), Writes.AT),
              Mode.REMEDIATE,
              "tag-snapshot",
              "lock-snapshot"));
      world.workNow();
    }

    Incident incident = world.incident(held);
    assertThat(incident.status()).isEqualTo(Status.TICKETED);
    assertThat(world.tickets.find(incident.ticketRef()).orElseThrow().comments()).isEmpty();
    assertThat(limitTickets()).hasSize(1);
  }

  @Test
  void time_alone_does_not_lift_the_limit_once_it_was_reached() {
    malloryWrites(2, 1);
    world.pass(Duration.ofDays(3));

    ResourceId fresh = Writes.snapshot("aks-prod-1", world.target.name() + "-fresh");
    world.malloryWrites(fresh);
    SnapshotWrite write = World.write("f", fresh, "f", Writes.AT);

    world.enqueue(world.detected(write, Mode.REMEDIATE, "tag-snapshot"));
    world.workNow();

    assertThat(world.incident(write).status()).isEqualTo(Status.TICKETED);
  }

  @Test
  void after_a_reset_a_retry_does_what_was_held_back() {
    List<SnapshotWrite> writes = malloryWrites(2, 1);
    Incident held = world.incident(writes.get(1));

    new Allowance(world.budgets).reset(writes.get(1).target().subscription());
    world.operations().retry(held.id(), OLGA);
    world.workNow();

    assertThat(world.incident(writes.get(1)).status()).isEqualTo(Status.CONTAINED);
    assertThat(world.incident(writes.get(1)).hold()).isEmpty();
    assertThat(world.tickets.find(held.ticketRef()).orElseThrow().comments())
        .extracting(Ticket.Comment::text)
        .anyMatch(text -> text.contains("is contained"));
  }

  @Test
  void within_the_limit_targets_are_counted_for_one_hour() {
    malloryWrites(2, 2);
    world.pass(Duration.ofMinutes(61));
    ResourceId fresh = Writes.snapshot("aks-prod-1", world.target.name() + "-fresh");
    world.malloryWrites(fresh);
    SnapshotWrite write = World.write("f", fresh, "f", Writes.AT);

    world.enqueue(world.detected(write, Mode.REMEDIATE, "tag-snapshot"));
    world.workNow();

    assertThat(world.incident(write).status()).isEqualTo(Status.CONTAINED);
  }

  @Test
  void another_write_of_a_target_that_is_counted_already_needs_no_more_room() {
    List<SnapshotWrite> writes = malloryWrites(1, 1);
    SnapshotWrite second = World.write("x", writes.get(0).target(), "another", Writes.AT);

    world.enqueue(world.detected(second, Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();

    assertThat(world.incident(second).status()).isEqualTo(Status.CONTAINED);
  }

  @Test
  void what_needs_no_change_needs_no_room() {
    world.limitTo(0);

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.budgets.all()).isEmpty();
  }

  @Test
  void workers_that_count_at_once_never_go_over_the_limit_together() throws Exception {
    Allowance allowance = new Allowance(world.budgets);
    Guid subscription = Writes.snapshot("g", "s").subscription();
    ExecutorService workers = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String target = "target-" + i;
      answers.add(
          workers.submit(
              () -> {
                start.await();
                Budget budget = allowance.ask(subscription, target, 10, Instant.EPOCH);
                return budget.admits(target);
              }));
    }

    start.countDown();
    int admitted = 0;
    for (Future<Boolean> answer : answers) {
      admitted += answer.get() ? 1 : 0;
    }
    workers.shutdown();

    assertThat(admitted).isEqualTo(10);
  }
}
