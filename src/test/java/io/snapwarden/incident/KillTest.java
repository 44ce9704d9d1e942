package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.ticket.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills the worker before and after each of its side effects, one at a time: the message handed
 * over, the incident inserted and held, the evidence, each change in Azure, each save, the ticket,
 * the message put back. Whatever died, the redelivered message leaves the same end.
 */
class KillTest {

  private static final SimulatedArm ARM = SimulatedArm.start();

  @AfterAll
  static void stop() {
    ARM.close();
  }

  private static World played(int killAt, boolean after) {
    ARM.forgetRequests();
    World world = new World(ARM);
    world.malloryWrites();
    // One change is throttled, so that the way through the queue is among what is interrupted.
    ARM.faults().clear();
    ARM.faults()
        .next(
            call -> call.method().equals("PUT"),
            io.snapwarden.sandbox.ArmFaults.Fault.throttled(java.time.Duration.ofSeconds(5)));
    world.fuse.set(killAt, after);
    IncidentMessage message = world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot");
    try {
      world.enqueue(message);
    } catch (World.Killed killed) {
      // Event Grid got no answer, and delivers again.
      world.fuse.set(0, false);
      world.enqueue(message);
    }
    world.comeToRest();
    return world;
  }

  @TestFactory
  Stream<DynamicTest> a_kill_at_any_side_effect_leaves_one_incident_one_effect_and_one_ticket() {
    int effects = played(0, false).fuse.effects();
    assertThat(effects).isGreaterThan(12);
    List<DynamicTest> tests = new ArrayList<>();
    for (int at = 1; at <= effects; at++) {
      int killAt = at;
      tests.add(
          DynamicTest.dynamicTest("before side effect " + at, () -> check(played(killAt, false))));
      tests.add(
          DynamicTest.dynamicTest("after side effect " + at, () -> check(played(killAt, true))));
    }
    return tests.stream();
  }

  private static void check(World world) {
    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.CONTAINED);
    assertThat(incident.lease()).isNull();
    assertThat(incident.steps()).extracting(Step::state).containsOnly(Step.State.DONE);
    assertThat(ARM.writes())
        .filteredOn(call -> call.status() > 0 && call.status() < 300)
        .extracting(call -> call.method())
        .containsExactly("PATCH", "PUT");
    assertThat(world.tickets.all()).hasSize(1);
    List<JournalEntry> journal = world.incidents.journal(incident.id());
    assertThat(journal).allMatch(JournalEntry::sound);
    for (int i = 1; i < journal.size(); i++) {
      assertThat(journal.get(i).previous()).isEqualTo(journal.get(i - 1).hash());
    }
    assertThat(journal.get(journal.size() - 1).hash()).isEqualTo(incident.journal().hash());
    assertThat(incident.steps())
        .allSatisfy(
            step ->
                assertThat(step.evidence())
                    .isNotEmpty()
                    .allMatch(reference -> world.evidence.read(reference).isPresent()));
  }

  private static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  /** Asked for, approved, carried out, and taken back again. */
  private static World approvedAndUndone(int killAt, boolean after) {
    ARM.forgetRequests();
    ARM.faults().clear();
    World world = new World(ARM);
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.APPROVE, "tag-snapshot", "lock-snapshot"));
    world.fuse.set(killAt, after);
    world.workUntil(world.now().plusSeconds(1_000));
    IncidentId id = world.incident().id();
    order(world, () -> world.operations().approve(id, OLGA, null));
    assertThat(world.incident().status()).isEqualTo(Incident.Status.CONTAINED);
    order(world, () -> world.operations().undo(id, OLGA));
    return world;
  }

  /** Whoever gives the order may be cut off right after it was saved. */
  private static void order(World world, Runnable order) {
    try {
      order.run();
    } catch (World.Killed killed) {
      world.fuse.set(0, false);
    }
    world.workUntil(world.now().plusSeconds(1_000));
    world.pass(Rescue.OVERDUE.plusMinutes(5));
    world.rescue();
    world.workUntil(world.now().plusSeconds(1_000));
  }

  @TestFactory
  Stream<DynamicTest> a_kill_at_any_side_effect_of_an_approval_or_an_undo_changes_nothing_twice() {
    World whole = approvedAndUndone(0, false);
    int effects = whole.fuse.effects();
    assertThat(effects).isGreaterThan(30);
    List<DynamicTest> tests = new ArrayList<>();
    for (int at = 1; at <= effects; at++) {
      for (boolean after : new boolean[] {false, true}) {
        int killAt = at;
        tests.add(
            DynamicTest.dynamicTest(
                (after ? "after" : "before") + " side effect " + at,
                () -> checkUndone(approvedAndUndone(killAt, after))));
      }
    }
    return tests.stream();
  }

  private static void checkUndone(World world) {
    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.UNDONE);
    assertThat(incident.lease()).isNull();
    assertThat(ARM.writes())
        .filteredOn(call -> call.status() > 0 && call.status() < 300)
        .extracting(call -> call.method())
        .containsExactly("PATCH", "PUT", "DELETE", "PATCH");
    assertThat(world.tickets.all()).hasSize(1);
    assertThat(ARM.get(world.target.text()).orElseThrow().getAsJsonObject("tags").keySet())
        .containsExactly("team");
  }

  private static final TicketRules CLOSING = new TicketRules(20, true, Portal.PUBLIC);

  /** The same write twice, with a ticket at a desk that is closed when all is contained. */
  private static World toldAtADesk(int killAt, boolean after) {
    ARM.forgetRequests();
    ARM.faults().clear();
    World world = new World(ARM);
    world.malloryWrites();
    // The ticket is opened while the change is still to be made.
    ARM.faults()
        .next(
            call -> call.method().equals("PATCH"),
            io.snapwarden.sandbox.ArmFaults.Fault.throttled(java.time.Duration.ofSeconds(5)));
    world.ticketsAt("jira");
    world.ticketsBy(CLOSING);
    world.fuse.set(killAt, after);
    IncidentMessage message = world.detected("e1", Mode.REMEDIATE, "tag-snapshot");
    try {
      world.enqueue(message);
    } catch (World.Killed killed) {
      world.fuse.set(0, false);
      world.enqueue(message);
    }
    world.comeToRest();
    return world;
  }

  @TestFactory
  Stream<DynamicTest> a_kill_at_any_side_effect_leaves_one_ticket_at_the_desk() {
    int effects = toldAtADesk(0, false).fuse.effects();
    assertThat(effects).isGreaterThan(15);
    List<DynamicTest> tests = new ArrayList<>();
    for (int at = 1; at <= effects; at++) {
      for (boolean after : new boolean[] {false, true}) {
        int killAt = at;
        tests.add(
            DynamicTest.dynamicTest(
                (after ? "after" : "before") + " side effect " + at,
                () -> checkDesk(toldAtADesk(killAt, after))));
      }
    }
    return tests.stream();
  }

  private static void checkDesk(World world) {
    assertThat(world.incident().status()).isEqualTo(Incident.Status.CONTAINED);
    assertThat(world.tickets.all())
        .singleElement()
        .satisfies(entry -> assertThat(entry.open()).isFalse());
    assertThat(world.jira.item().open).isFalse();
    List<String> marks = world.jira.item().notes.stream().map(note -> note.mark()).toList();
    assertThat(marks).doesNotHaveDuplicates();
    assertThat(world.jira.item().ticket.text() + world.jira.item().texts())
        .contains("is contained");
    assertThat(world.copies.of(world.incident().ticketRef()))
        .singleElement()
        .satisfies(copy -> assertThat(copy.state()).isEqualTo(Copy.State.TOLD));
  }
}
