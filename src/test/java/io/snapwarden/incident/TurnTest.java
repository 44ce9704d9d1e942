package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two incidents of one snapshot, and the attacks that hope for a gap between them. */
class TurnTest {

  private final World world = new World();
  private final SnapshotWrite first = World.write("e1", world.target, "first", Writes.AT);
  private final SnapshotWrite second =
      World.write("e2", world.target, "second", Writes.AT.plusSeconds(1));

  @AfterEach
  void stop() {
    world.close();
  }

  private List<String> changes() {
    return world.arm.writes().stream()
        .filter(call -> call.status() > 0 && call.status() < 300)
        .map(ArmCall::method)
        .toList();
  }

  private JsonObject snapshot() {
    return world.arm.get(world.target.text()).orElseThrow();
  }

  @Test
  void the_second_incident_of_a_snapshot_does_not_act_before_the_first_has_ended() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .next(call -> call.method().equals("PUT"), Fault.throttled(Duration.ofSeconds(60)));
    world.enqueue(world.detected(first, Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.enqueue(world.detected(second, Mode.REMEDIATE, "delete-snapshot"));

    world.workUntil(world.now().plusSeconds(50));

    assertThat(world.incident(first).status()).isEqualTo(Status.OPEN);
    assertThat(world.incident(second).steps().get(0).touches()).isEmpty();
    assertThat(changes()).containsExactly("PATCH");
  }

  @Test
  void the_second_sees_what_the_first_has_done() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .next(call -> call.method().equals("DELETE"), Fault.throttled(Duration.ofSeconds(60)));
    world.enqueue(world.detected(first, Mode.REMEDIATE, "delete-snapshot"));
    world.enqueue(world.detected(second, Mode.REMEDIATE, "tag-snapshot"));

    world.comeToRest();

    assertThat(world.incident(first).status())
        .as(world.journal(world.incident(first).id()).toString())
        .isEqualTo(Status.CONTAINED);
    assertThat(world.incident(second).steps().get(0).detail()).contains("gone already");
    assertThat(changes()).containsExactly("DELETE");
    assertThat(world.turns.none()).isTrue();
  }

  @Test
  void a_turn_whose_incident_is_never_heard_of_again_ends_by_itself() {
    world.malloryWrites();
    IncidentId vanished = IncidentId.of(first);
    world.turns.take(vanished, world.now(), world.now().plusSeconds(90));

    world.enqueue(world.detected(second, Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident(second).status()).isEqualTo(Status.CONTAINED);
    assertThat(Duration.between(Writes.AT, world.now())).isGreaterThan(Duration.ofSeconds(90));
  }

  @Test
  void an_incident_that_waits_for_a_person_keeps_nobody_else_waiting() {
    world.malloryWrites();
    world.enqueue(world.detected(first, Mode.APPROVE, "delete-snapshot"));
    world.workNow();

    world.enqueue(world.detected(second, Mode.REMEDIATE, "tag-snapshot"));
    world.workNow();

    assertThat(world.incident(first).status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(world.incident(second).status()).isEqualTo(Status.CONTAINED);
  }

  /** The correlation id is a request header: whoever writes may choose it, and repeat one. */
  @Test
  void an_attacker_who_repeats_an_old_correlation_id_is_caught_each_time() {
    for (int i = 1; i <= 5; i++) {
      world.malloryWrites();
      world.enqueue(
          world.detected(
              World.write("attack " + i, world.target, "chosen", Writes.AT),
              Mode.REMEDIATE,
              "tag-snapshot",
              "lock-snapshot"));
      world.comeToRest();

      assertThat(snapshot().getAsJsonObject("tags").has("snapwarden-incident")).isTrue();
      world.arm.remove(world.target.text());
    }

    assertThat(world.incident().round()).isEqualTo(5);
    assertThat(changes().stream().filter("PATCH"::equals)).hasSize(5);
    assertThat(world.tickets.all()).hasSize(1);
  }

  @Test
  void an_attacker_who_writes_again_while_the_first_answer_is_under_way_is_caught_too() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .next(call -> call.method().equals("PUT"), Fault.throttled(Duration.ofSeconds(60)));
    world.enqueue(world.detected(first, Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.workNow();
    world.arm.remove(world.target.text());
    world.malloryWrites();

    world.enqueue(
        world.detected(
            World.write("again", world.target, "first", Writes.AT),
            Mode.REMEDIATE,
            "tag-snapshot",
            "lock-snapshot"));
    world.comeToRest();

    assertThat(snapshot().getAsJsonObject("tags").has("snapwarden-incident")).isTrue();
    assertThat(world.incident(first).status()).isEqualTo(Status.CONTAINED);
  }
}
