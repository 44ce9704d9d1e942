package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.snapshot.LockSnapshot;
import io.snapwarden.sandbox.ArmCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person must approve even where the policy lets Snapwarden act; and what takes long. */
class ConsentTest {

  /** Locks the snapshot, but only once a person has approved it. */
  private static final String CAREFUL = "careful";

  private static final Operator OLGA =
      new Operator(
          Guid.parse("99999999-9999-9999-9999-999999999999").orElseThrow(), "olga@contoso.example");

  private final World world = new World();

  @BeforeEach
  void prepare() {
    world.knows(
        azure -> {
          LockSnapshot lock = new LockSnapshot(azure);
          return new Told(CAREFUL, Consent.APPROVAL, lock.spec().permissions(), lock::plan);
        });
    world.malloryWrites();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<String> changes() {
    return world.arm.writes().stream().map(ArmCall::method).toList();
  }

  private Incident afterwards(IncidentMessage.Detected detected) {
    world.enqueue(detected);
    world.workNow();
    return world.incident();
  }

  @Test
  void what_comes_before_it_is_done_and_then_a_person_is_asked() {
    Incident incident = afterwards(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", CAREFUL));

    assertThat(incident.status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(incident.steps())
        .extracting(Step::state)
        .containsExactly(Step.State.DONE, Step.State.PLANNED);
    assertThat(changes()).containsExactly("PATCH");
  }

  @Test
  void once_approved_it_is_done() {
    Incident incident = afterwards(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", CAREFUL));

    world.operations().approve(incident.id(), OLGA, incident.approval().planHash());
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).containsExactly("PATCH", "PUT");
  }

  @Test
  void what_comes_after_it_waits_with_it() {
    Incident incident = afterwards(world.detected("e1", Mode.REMEDIATE, CAREFUL, "tag-snapshot"));
    assertThat(changes()).isEmpty();

    world.operations().approve(incident.id(), OLGA, null);
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).containsExactly("PUT", "PATCH");
  }

  @Test
  void refused_by_a_person_it_is_not_done_and_what_was_done_stays() {
    Incident incident = afterwards(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", CAREFUL));

    world.operations().reject(incident.id(), OLGA);
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(world.incident().steps().get(0).state()).isEqualTo(Step.State.DONE);
    assertThat(changes()).containsExactly("PATCH");
  }

  @Test
  void a_policy_that_says_unattended_is_not_asked() {
    JsonObject options = new JsonObject();
    options.addProperty(RemediationSpec.UNATTENDED, true);
    IncidentMessage.Detected asking = world.detected("e1", Mode.REMEDIATE);

    Incident incident =
        afterwards(world.with(asking, List.of(new RemediationChoice(CAREFUL, options))));

    assertThat(incident.status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).containsExactly("PUT");
  }

  @Test
  void nothing_to_approve_is_nothing_to_ask() {
    world.knows(
        azure ->
            new Told(
                "report",
                Consent.APPROVAL,
                scene -> Plan.settled(new Outcome.Done("all is up to date"))));

    Incident incident = afterwards(world.detected("e1", Mode.REMEDIATE, "report"));

    assertThat(incident.status()).isEqualTo(Status.CONTAINED);
    assertThat(incident.steps().get(0).detail()).isEqualTo("all is up to date");
  }

  @Test
  void where_azure_is_busy_the_question_waits_until_it_is_not() {
    Instant ready = world.now().plus(Duration.ofMinutes(30));
    world.knows(
        azure ->
            new Told(
                "later",
                Consent.APPROVAL,
                new LockSnapshot(azure).spec().permissions(),
                scene ->
                    scene.now().isBefore(ready)
                        ? Plan.settled(new Outcome.Waiting("busy", Duration.ofMinutes(2)))
                        : new LockSnapshot(azure).plan(scene)));
    Incident first = afterwards(world.detected("e1", Mode.REMEDIATE, "later"));
    assertThat(first.status()).isEqualTo(Status.OPEN);

    world.workUntil(ready.plusSeconds(300));

    assertThat(world.incident().status()).isEqualTo(Status.AWAITING_APPROVAL);
  }

  @Test
  void what_azure_never_finishes_fails_after_a_day() {
    world.knows(
        azure ->
            new Told(
                "endless",
                Consent.AUTOMATIC,
                scene -> Plan.settled(new Outcome.Waiting("still at it", Duration.ofMinutes(20)))));
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "endless", "tag-snapshot"));
    Instant begun = world.now();

    world.comeToRest();

    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Status.STOPPED);
    assertThat(incident.steps())
        .extracting(Step::state)
        .containsExactly(Step.State.FAILED, Step.State.SKIPPED);
    assertThat(incident.steps().get(0).detail())
        .isEqualTo("Azure has been at it for 24 hours: still at it");
    assertThat(Duration.between(begun, world.now()))
        .isBetween(Duration.ofHours(24), Duration.ofHours(25));
  }
}
