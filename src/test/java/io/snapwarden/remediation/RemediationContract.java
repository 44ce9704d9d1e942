package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmChange;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every remediation, whatever it changes. */
public abstract class RemediationContract {

  private static final List<Fault> FAULTS =
      List.of(
          Fault.throttled(Duration.ofSeconds(30)),
          Fault.broken(),
          Fault.busy(),
          new Fault.DropBefore(),
          new Fault.DropAfter());

  /** Its id. */
  protected abstract String remediation();

  /** Brings Azure into a state in which it has something to change, and gives it its options. */
  protected abstract void arrange(Lab lab);

  /** Where it is tried; for those that need another event than the usual. */
  protected Lab lab() {
    return new Lab();
  }

  private boolean reversible() {
    return new RemediationSpecs().find(remediation()).orElseThrow().reversible();
  }

  private Lab arranged() {
    Lab lab = lab();
    arrange(lab);
    return lab;
  }

  /** What Azure is after a run in which nothing goes wrong, and what was done for it. */
  private record Undisturbed(Map<String, JsonObject> state, int requests, long changes) {}

  private Undisturbed undisturbed() {
    try (Lab lab = arranged()) {
      assertThat(lab.run(remediation())).isInstanceOf(Outcome.Done.class);
      return new Undisturbed(lab.azure.everything(), lab.azure.requests().size(), effective(lab));
    }
  }

  private static long effective(Lab lab) {
    return lab.azure.changes().stream().filter(ArmChange::effective).count();
  }

  @Test
  void once_all_is_as_desired_it_writes_no_more() {
    try (Lab lab = arranged()) {
      lab.run(remediation());
      assertThat(lab.azure.writes()).isNotEmpty();
      lab.azure.forgetRequests();
      lab.touches.clear();

      assertThat(lab.run(remediation())).isInstanceOf(Outcome.Done.class);

      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void planning_alone_writes_nothing() {
    try (Lab lab = arranged()) {
      assertThat(lab.plan(remediation())).isInstanceOf(Plan.Changes.class);

      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> a_fault_at_any_request_changes_nothing_in_the_end() {
    Undisturbed undisturbed = undisturbed();
    return IntStream.range(0, undisturbed.requests())
        .boxed()
        .flatMap(
            position ->
                FAULTS.stream()
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                fault.kind() + " at request " + position,
                                () -> interrupted(undisturbed, position, fault))));
  }

  private void interrupted(Undisturbed undisturbed, int position, Fault fault) {
    try (Lab lab = arranged()) {
      AtomicInteger count = new AtomicInteger();
      lab.azure.faults().next(call -> count.getAndIncrement() == position, fault);

      Outcome outcome = lab.run(remediation());

      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.everything()).isEqualTo(undisturbed.state());
      assertThat(effective(lab)).isEqualTo(undisturbed.changes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_storm_of_faults_is_weathered(long seed) {
    Undisturbed undisturbed = undisturbed();
    try (Lab lab = arranged()) {
      lab.azure.faults().atRandom(seed, 0.3);

      Outcome outcome = lab.run(remediation());

      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.everything()).isEqualTo(undisturbed.state());
    }
  }

  @Test
  void a_change_whose_answer_was_lost_is_not_made_twice() {
    Undisturbed undisturbed = undisturbed();
    try (Lab lab = arranged()) {
      lab.azure.faults().next(ArmCall::write, new Fault.DropAfter());

      lab.run(remediation());

      assertThat(effective(lab)).isEqualTo(undisturbed.changes());
    }
  }

  @Test
  void undo_restores_what_was_or_says_why_it_cannot() {
    try (Lab lab = arranged()) {
      Map<String, JsonObject> original = lab.azure.everything();
      lab.run(remediation());

      Outcome outcome = lab.undo(remediation());

      if (reversible()) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(lab.azure.everything()).isEqualTo(original);
      } else {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.detail()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void undo_weathers_a_storm_of_faults(long seed) {
    try (Lab lab = arranged()) {
      Map<String, JsonObject> original = lab.azure.everything();
      lab.run(remediation());
      lab.azure.faults().atRandom(seed, 0.3);

      Outcome outcome = lab.undo(remediation());

      assertThat(outcome).isInstanceOf(reversible() ? Outcome.Done.class : Outcome.Refused.class);
      if (reversible()) {
        assertThat(lab.azure.everything()).isEqualTo(original);
      }
    }
  }

  @Test
  void undo_of_what_was_never_done_changes_nothing() {
    try (Lab lab = arranged()) {
      Map<String, JsonObject> original = lab.azure.everything();

      lab.undo(remediation());

      assertThat(lab.azure.writes()).isEmpty();
      assertThat(lab.azure.everything()).isEqualTo(original);
    }
  }

  @TestFactory
  Stream<DynamicTest> a_right_that_is_missing_is_named() {
    return Lab.actions(remediation()).stream()
        .filter(action -> !spareable().contains(action))
        .map(
            action ->
                DynamicTest.dynamicTest(
                    action,
                    () -> {
                      try (Lab lab = arranged()) {
                        lab.deny(action);

                        Outcome done = lab.run(remediation());
                        Outcome undone = lab.undo(remediation());

                        assertThat(List.of(done, undone))
                            .as("with or without " + action + " it comes out the same")
                            .anySatisfy(
                                outcome -> {
                                  assertThat(outcome).isInstanceOf(Outcome.Failed.class);
                                  assertThat(outcome.detail()).containsIgnoringCase(action);
                                });
                      }
                    }));
  }

  /** Declared actions that this arrangement does not need, but another does; test those there. */
  protected List<String> spareable() {
    return List.of("Microsoft.ContainerService/managedclustersnapshots/read");
  }
}
