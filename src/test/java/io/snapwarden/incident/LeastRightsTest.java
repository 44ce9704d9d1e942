package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.snapshot.LockSnapshot;
import org.junit.jupiter.api.Test;

/** The role that a policy's text gives is what every request of its incidents is held to. */
class LeastRightsTest {

  @Test
  void a_remediation_that_asks_for_more_than_it_declares_fails_and_the_test_with_it() {
    World world = new World();
    world.knows(azure -> new Told("sly", Consent.AUTOMATIC, new LockSnapshot(azure)::plan));
    world.malloryWrites();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "sly"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.STOPPED);
    assertThat(world.incident().steps().get(0).detail())
        .contains("lacks Microsoft.Authorization/locks/write");
    assertThatThrownBy(world::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no right covers:\nMicrosoft.Authorization/locks/write on ");
  }

  @Test
  void an_app_that_only_observes_needs_no_right_that_changes_anything() {
    try (World world = new World()) {
      world.capAt(Mode.OBSERVE);
      world.malloryWrites();

      world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
      world.comeToRest();

      assertThat(world.incident().status()).isEqualTo(Status.OBSERVED);
      assertThat(world.incident().steps()).allMatch(step -> !step.plan().isEmpty());
    }
  }

  @Test
  void a_policy_is_not_given_the_rights_of_remediations_that_it_does_not_choose() {
    World world = new World();
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    world.arm.forgetRequests();

    int status = world.asksToDelete(world.target);

    assertThat(status).isEqualTo(403);
    assertThatThrownBy(world::close).hasMessageContaining("snapshots/delete on ");
  }
}
