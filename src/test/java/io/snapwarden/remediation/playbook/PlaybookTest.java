package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlaybookTest {

  private static final String TAG = "tag-snapshot";

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.throttled(Duration.ofSeconds(90)), Outcome.Retry.class, "429"),
        Arguments.of(Fault.broken(), Outcome.Retry.class, "500"),
        Arguments.of(Fault.unavailable(), Outcome.Retry.class, "503"),
        Arguments.of(Fault.busy(), Outcome.Retry.class, "409 OperationNotAllowed"),
        Arguments.of(Fault.error(412, "PreconditionFailed", ""), Outcome.Retry.class, "412"),
        Arguments.of(new Fault.DropBefore(), Outcome.Retry.class, "no answer"),
        Arguments.of(new Fault.DropAfter(), Outcome.Retry.class, "no answer"),
        Arguments.of(Fault.error(400, "BadRequest", "no"), Outcome.Failed.class, "400 BadRequest"),
        Arguments.of(Fault.error(403, "Denied", "policy"), Outcome.Failed.class, "403 Denied"),
        Arguments.of(Fault.error(409, "ScopeLocked", "x"), Outcome.Refused.class, "a lock forbids"),
        Arguments.of(Fault.error(404, "ResourceNotFound", "x"), Outcome.Retry.class, "gone"),
        Arguments.of(Fault.error(404, "ResourceGroupNotFound", "x"), Outcome.Failed.class, "404"));
  }

  @Test
  void each_remediation_that_a_policy_can_name_is_the_one_of_its_spec() {
    for (String id : new RemediationSpecs().ids()) {
      assertThat(Playbook.remediation(id, lab.arm).spec().id()).isEqualTo(id);
    }
    assertThat(Playbook.remediation("none", lab.arm)).isNull();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_fault_of_a_change_is_the_outcome_that_it_is(
      Fault fault, Class<? extends Outcome> kind, String words) {
    Change change = ((Plan.Changes) lab.plan(TAG)).changes().get(0);
    lab.azure.faults().next(fault);

    Outcome outcome = lab.playbook.apply(change);

    assertThat(outcome).isInstanceOf(kind);
    assertThat(outcome.detail()).contains(words);
  }

  @Test
  void a_throttled_look_is_put_off_for_as_long_as_azure_asks() {
    lab.azure.faults().next(Fault.throttled(Duration.ofSeconds(90)));

    Plan plan = lab.plan(TAG);

    assertThat(plan).isInstanceOf(Plan.Settled.class);
    assertThat(((Outcome.Retry) ((Plan.Settled) plan).outcome()).after())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void a_change_that_azure_only_accepts_is_said_to_be_accepted() {
    Change change = ((Plan.Changes) lab.plan(TAG)).changes().get(0);
    Arm accepting = request -> new ArmAnswer(202, null, null, null);

    Outcome outcome = new Playbook(accepting).apply(change);

    assertThat(outcome).isEqualTo(new Outcome.Done("Azure accepted the change (202)"));
  }

  @Test
  void a_remediation_that_does_not_exist_fails() {
    Plan.Settled plan = (Plan.Settled) lab.playbook.plan("format-disk", lab.scene());

    assertThat(plan.outcome()).isEqualTo(new Outcome.Failed("there is no remediation format-disk"));
  }

  @Test
  void a_bug_is_not_an_outcome() {
    Arm broken =
        request -> {
          throw new IllegalStateException("a bug");
        };

    assertThatThrownBy(() -> new Playbook(broken).plan(TAG, lab.scene())).hasMessage("a bug");
  }
}
