package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RescueTest {

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  /** An incident whose step was throttled, and whose message got lost. */
  private void forgotten() {
    world.malloryWrites();
    world.arm.faults().next(Fault.throttled(Duration.ofSeconds(60)));
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.workNow();
    world.loseMessages();
    assertThat(world.incident().status()).isEqualTo(Status.OPEN);
  }

  @Test
  void an_incident_that_nobody_comes_back_to_is_found_and_finished() {
    forgotten();
    world.pass(Duration.ofMinutes(12));

    world.rescue();
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.log).anyMatch(line -> line.contains("incident.rescued"));
  }

  @Test
  void an_incident_that_is_not_overdue_is_left_alone() {
    forgotten();
    world.pass(Duration.ofMinutes(5));

    world.rescue();

    assertThat(world.waiting()).isZero();
  }

  @Test
  void an_approval_that_expires_unseen_expires_all_the_same() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.APPROVE, "tag-snapshot"));
    world.workNow();
    world.loseMessages();
    world.pass(Duration.ofHours(23));
    world.rescue();
    assertThat(world.waiting()).isZero();
    world.pass(Duration.ofHours(2));

    world.rescue();
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
  }

  @Test
  void what_has_come_to_rest_is_never_rescued() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    world.pass(Duration.ofDays(30));

    world.rescue();

    assertThat(world.waiting()).isZero();
  }

  @Test
  void a_message_that_failed_even_as_poison_comes_back() {
    world.malloryWrites();
    world.strand(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));

    world.rescue();
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.log).anyMatch(line -> line.contains("messages.rescued"));
  }
}
