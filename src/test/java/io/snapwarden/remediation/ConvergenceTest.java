package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong at whichever request, the state in the end is that of an undisturbed run. */
class ConvergenceTest {

  private static final List<String> ALL =
      List.of("tag-snapshot", "lock-snapshot", "delete-snapshot");

  /** What is in Azure, without the marks of time. */
  private record State(Optional<JsonObject> snapshot, Optional<JsonObject> lock) {
    static State of(Lab lab) {
      return new State(plain(lab, lab.id), plain(lab, lab.lockId()));
    }

    private static Optional<JsonObject> plain(Lab lab, String id) {
      Optional<JsonObject> found = lab.azure.get(id);
      found.ifPresent(json -> json.remove("systemData"));
      return found;
    }
  }

  static Stream<Arguments> everyFaultAtEveryRequest() {
    List<Arguments> all = new ArrayList<>();
    for (String remediation : ALL) {
      for (int position = 0; position < 5; position++) {
        all.add(Arguments.of(remediation, position, Fault.throttled(Duration.ofSeconds(30))));
        all.add(Arguments.of(remediation, position, Fault.broken()));
        all.add(Arguments.of(remediation, position, Fault.busy()));
        all.add(Arguments.of(remediation, position, new Fault.DropBefore()));
        all.add(Arguments.of(remediation, position, new Fault.DropAfter()));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everyFaultAtEveryRequest")
  void a_fault_at_any_request_changes_nothing_in_the_end(
      String remediation, int position, Fault fault) {
    State undisturbed = undisturbed(remediation);
    try (Lab lab = new Lab()) {
      AtomicInteger count = new AtomicInteger();
      lab.azure.faults().next(call -> count.getAndIncrement() == position, fault);

      Outcome outcome = lab.run(remediation);

      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(State.of(lab)).isEqualTo(undisturbed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_storm_of_faults_is_weathered_by_every_remediation(long seed) {
    for (String remediation : ALL) {
      State undisturbed = undisturbed(remediation);
      try (Lab lab = new Lab()) {
        lab.azure.faults().atRandom(seed, 0.4);

        Outcome outcome = lab.run(remediation);

        assertThat(outcome).as(remediation).isInstanceOf(Outcome.Done.class);
        assertThat(State.of(lab)).as(remediation).isEqualTo(undisturbed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tag-snapshot", "lock-snapshot"})
  void an_undo_is_weathered_too(String remediation) {
    try (Lab lab = new Lab()) {
      State original = State.of(lab);
      lab.run(remediation);
      lab.azure.faults().atRandom(42, 0.4);

      Outcome outcome = lab.undo(remediation);

      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(State.of(lab)).isEqualTo(original);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tag-snapshot", "lock-snapshot", "delete-snapshot"})
  void a_change_whose_answer_was_lost_is_not_made_twice(String remediation) {
    try (Lab lab = new Lab()) {
      lab.azure.faults().next(ArmCall::write, new Fault.DropAfter());

      lab.run(remediation);

      assertThat(lab.azure.writes()).hasSize(1);
    }
  }

  private static State undisturbed(String remediation) {
    try (Lab lab = new Lab()) {
      lab.run(remediation);
      return State.of(lab);
    }
  }
}
