package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Operations;
import io.snapwarden.incident.Operator;
import io.snapwarden.sandbox.ArmCall;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Azure tells of every write, ours too: what we do about one must not bring the next. */
class LoopGuardTest {

  private static final int SNAPSHOTS = 5;

  private final GuardedSubscription azure = new GuardedSubscription();

  @AfterEach
  void stop() {
    azure.close();
  }

  private List<Incident> incidents() {
    List<Incident> all = new ArrayList<>();
    azure.storage.incidents().each(Set.of(), all::add);
    return all;
  }

  private long changes(String method) {
    return azure.arm.writes().stream()
        .filter(call -> call.method().equals(method) && call.status() < 300)
        .filter(call -> call.principal().equals(GuardedSubscription.OURSELVES))
        .count();
  }

  @Test
  void the_system_comes_to_rest_though_every_write_of_ours_is_an_event_too() {
    for (int i = 0; i < SNAPSHOTS; i++) {
      azure.writes(
          GuardedSubscription.MALLORY, GuardedSubscription.snapshot("aks-prod-1", "golden-" + i));
    }

    azure.awaitRest();

    assertThat(azure.delivered).as("each write and each tag").hasValue(2 * SNAPSHOTS);
    assertThat(incidents())
        .hasSize(SNAPSHOTS)
        .allMatch(incident -> incident.status() == Incident.Status.CONTAINED);
    assertThat(changes("PATCH")).isEqualTo(SNAPSHOTS);
    assertThat(changes("PUT")).as("locks").isEqualTo(SNAPSHOTS);
    assertThat(azure.log.stream().filter(line -> line.contains("snapwarden.event.own")))
        .hasSize(SNAPSHOTS);
    assertThat(azure.failures()).isEmpty();
  }

  @Test
  void taking_back_is_no_new_violation_either() {
    ResourceId target = GuardedSubscription.snapshot("aks-prod-1", "golden-undone");
    azure.writes(GuardedSubscription.MALLORY, target);
    azure.awaitRest();
    Operator olga =
        new Operator(
            io.snapwarden.event.Guid.of("99999999-9999-9999-9999-999999999999"),
            "olga@contoso.example");

    new Operations(azure.storage.incidents(), azure.storage.inbox(), Clock.systemUTC())
        .undo(incidents().get(0).id(), olga);
    azure.awaitRest();

    assertThat(incidents())
        .singleElement()
        .satisfies(incident -> assertThat(incident.status()).isEqualTo(Incident.Status.UNDONE));
    assertThat(azure.delivered).as("the write, our tag, and taking it off").hasValue(3);
    assertThat(changes("PATCH")).isEqualTo(2);
  }

  @Test
  void a_write_in_our_name_that_no_step_explains_is_a_violation() {
    azure.writes(
        GuardedSubscription.OURSELVES, GuardedSubscription.snapshot("aks-prod-1", "not-by-a-step"));

    azure.awaitRest();

    assertThat(incidents()).hasSize(1);
    assertThat(azure.arm.requests().stream().map(ArmCall::method)).contains("PATCH");
  }
}
