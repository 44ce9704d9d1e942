package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.ticket.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponderTest {

  private final World world = new World(SimulatedArm.start());

  @AfterEach
  void stop() {
    world.close();
  }

  private JsonObject snapshot() {
    return world.arm.get(world.target.text()).orElseThrow();
  }

  private List<String> journal() {
    return world.incidents.journal(world.incident().id()).stream().map(JournalEntry::text).toList();
  }

  private List<ArmCall> writes(String method) {
    return world.arm.writes().stream()
        .filter(call -> call.method().equals(method) && call.status() < 300 && call.status() > 0)
        .toList();
  }

  @Test
  void a_violation_is_tagged_locked_and_ticketed_once() {
    world.malloryWrites();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();

    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.CONTAINED);
    assertThat(incident.lease()).isNull();
    assertThat(snapshot().getAsJsonObject("tags").get("snapwarden-incident").getAsString())
        .isEqualTo(incident.id().text());
    assertThat(snapshot().getAsJsonObject("tags").get("team").getAsString()).isEqualTo("blue");
    assertThat(writes("PATCH")).hasSize(1);
    assertThat(writes("PUT")).hasSize(1);
    assertThat(world.tickets.all()).hasSize(1);
    assertThat(world.tickets.all().get(0).ticket().text())
        .contains("tag-snapshot: done", "lock-snapshot: done", incident.id().text())
        .contains(Writes.MALLORY.toString());
    assertThat(world.tickets.all().get(0).comments()).isEmpty();
  }

  @Test
  void the_before_image_and_the_intent_are_kept_before_the_change_and_the_result_after() {
    world.malloryWrites();
    JsonObject before = snapshot();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    Step step = world.incident().steps().get(0);
    String kept = world.evidence.read(step.evidence().get(0)).orElseThrow();
    assertThat(JsonParser.parseString(kept)).isEqualTo(before);
    List<JournalEntry> journal = world.incidents.journal(world.incident().id());
    assertThat(journal).allMatch(JournalEntry::sound);
    assertThat(journal)
        .extracting(JournalEntry::kind)
        .containsSubsequence(
            JournalEntry.Kind.NOTE, JournalEntry.Kind.INTENT, JournalEntry.Kind.RESULT);
    assertThat(journal.get(journal.size() - 1).hash()).isEqualTo(world.incident().journal().hash());
  }

  @Test
  void the_same_event_again_changes_nothing() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    Incident first = world.incident();
    world.arm.forgetRequests();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident()).isEqualTo(first);
    assertThat(world.arm.requests()).isEmpty();
    assertThat(world.tickets.all()).hasSize(1);
  }

  @Test
  void another_event_of_the_same_write_looks_again_and_finds_nothing_to_do() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    world.arm.forgetRequests();

    world.enqueue(world.detected("e2", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().round()).isEqualTo(2);
    assertThat(world.incident().status()).isEqualTo(Incident.Status.CONTAINED);
    assertThat(world.arm.requests()).isNotEmpty();
    assertThat(world.arm.writes()).isEmpty();
    assertThat(world.tickets.all()).hasSize(1);
  }

  @Test
  void a_snapshot_written_again_under_the_old_correlation_id_is_caught() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    world.arm.remove(world.target.text());
    world.malloryWrites();

    world.enqueue(world.detected("e2", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(snapshot().getAsJsonObject("tags").has("snapwarden-incident")).isTrue();
    assertThat(writes("PATCH")).hasSize(2);
  }

  @Test
  void in_observe_mode_the_incident_holds_the_plan_and_nothing_is_changed_or_ticketed() {
    world.malloryWrites();
    world.capAt(Mode.OBSERVE);

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();

    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.OBSERVED);
    assertThat(incident.steps()).extracting(Step::state).containsOnly(Step.State.PLANNED);
    assertThat(incident.steps().get(0).detail()).startsWith("would set the tags");
    assertThat(world.arm.writes()).isEmpty();
    assertThat(world.tickets.all()).isEmpty();
  }

  @Test
  void in_ticket_mode_the_ticket_holds_the_plan_and_nothing_is_changed() {
    world.malloryWrites();

    world.enqueue(world.detected("e1", Mode.TICKET, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Incident.Status.TICKETED);
    assertThat(world.arm.writes()).isEmpty();
    assertThat(world.tickets.all().get(0).ticket().text()).contains("would set the tags");
  }

  @Test
  void a_throttled_request_is_tried_again_when_azure_asks_and_not_before() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .next(call -> call.method().equals("PATCH"), Fault.throttled(Duration.ofSeconds(700)));
    java.time.Instant start = world.now();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Incident.Status.CONTAINED);
    assertThat(Duration.between(start, world.now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(700));
    assertThat(writes("PATCH")).hasSize(1);
    assertThat(journal()).anyMatch(line -> line.contains("try again in 700 s"));
  }

  @Test
  void a_step_that_is_denied_stops_the_incident_and_the_ticket_says_so() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .every(
            call -> call.method().equals("PATCH"),
            Fault.error(403, "AuthorizationFailed", "no right to write"));

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();

    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.STOPPED);
    assertThat(incident.steps())
        .extracting(Step::state)
        .containsExactly(Step.State.FAILED, Step.State.SKIPPED);
    assertThat(writes("PUT")).isEmpty();
    assertThat(world.tickets.all().get(0).ticket().text())
        .contains("tag-snapshot: failed", "no right to write", "lock-snapshot: skipped");
  }

  @Test
  void a_step_that_never_succeeds_is_given_up_in_the_end() {
    world.malloryWrites();
    world.arm.faults().every(ArmCall::write, Fault.busy());

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().steps().get(0).detail()).contains("given up after 20 tries");
    assertThat(world.incident().status()).isEqualTo(Incident.Status.STOPPED);
    assertThat(world.tickets.all()).hasSize(1);
  }

  @Test
  void a_ticket_that_is_open_already_gets_a_comment_for_another_incident_of_the_same_problem() {
    world.malloryWrites();
    IncidentMessage.Detected first = world.detected("e1", Mode.TICKET);
    IncidentMessage.Detected second =
        new IncidentMessage.Detected(
            Writes.aWrite()
                .by(Writes.user(Writes.MALLORY))
                .to(world.target)
                .event("e2")
                .correlated("another")
                .build(),
            first.codes(),
            first.reason(),
            first.response(),
            first.policyHash(),
            first.targetsPerHour());

    world.enqueue(first);
    world.enqueue(second);
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(2);
    assertThat(world.tickets.all()).hasSize(1);
    assertThat(world.tickets.all().get(0).comments())
        .extracting(Ticket.Comment::about)
        .containsExactly(IncidentId.of(second.write()).text());
  }

  @Test
  void our_own_write_is_explained_by_the_step_that_made_it() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    world.enqueue(own("own-1", world.now().minusSeconds(1)));
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(1);
    assertThat(world.log).anyMatch(line -> line.contains("event.own"));
  }

  @Test
  void a_write_by_our_identity_that_no_step_explains_is_an_incident() {
    world.malloryWrites();

    world.enqueue(own("own-1", Writes.AT));
    world.comeToRest();

    assertThat(world.incident().cause())
        .isInstanceOfSatisfying(
            Cause.Violation.class,
            cause -> assertThat(cause.codes()).containsExactly(ViolationCode.OWN_IDENTITY));
    assertThat(world.tickets.all()).hasSize(1);
  }

  @Test
  void an_event_that_may_be_forged_in_our_name_is_never_explained() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    IncidentMessage.Detected own = own("own-1", world.now().minusSeconds(1));

    world.enqueue(
        new IncidentMessage.Detected(
            own.write(),
            Set.of(ViolationCode.OWN_IDENTITY, ViolationCode.INCONSISTENT_EVENT),
            own.reason(),
            own.response(),
            own.policyHash(),
            own.targetsPerHour()));
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(2);
  }

  private IncidentMessage.Detected own(String event, java.time.Instant at) {
    IncidentMessage.Detected detected = world.detected(event, Mode.TICKET);
    return new IncidentMessage.Detected(
        Writes.aWrite()
            .by(Writes.managedIdentity(World.ourselves(), Writes.PIPELINE, Writes.BACKUP_IDENTITY))
            .to(world.target)
            .at(at)
            .event(event)
            .correlated(event)
            .build(),
        Set.of(ViolationCode.OWN_IDENTITY),
        "our own identity wrote",
        detected.response(),
        detected.policyHash(),
        detected.targetsPerHour());
  }

  @Test
  void a_name_that_a_caller_chose_does_nothing_in_journal_log_and_ticket() {
    world.malloryWrites();
    IncidentMessage.Detected detected = world.detected("e1\n2 forged line", Mode.TICKET);
    io.snapwarden.event.Caller caller = detected.write().caller();
    io.snapwarden.event.Caller hostile =
        new io.snapwarden.event.Caller(
            caller.kind(),
            caller.principal(),
            caller.application(),
            caller.tenant(),
            null,
            Set.of(),
            "root\n\u001b[2J\u202Ecod.exe",
            null);

    world.enqueue(
        new IncidentMessage.Detected(
            Writes.aWrite().by(hostile).to(world.target).event("e1\n2 forged line").build(),
            detected.codes(),
            detected.reason(),
            detected.response(),
            detected.policyHash(),
            detected.targetsPerHour()));
    world.comeToRest();

    assertThat(journal()).noneMatch(line -> line.matches("(?s).*[\\p{Cntrl}\u202E].*"));
    assertThat(world.log).noneMatch(line -> line.matches("(?s).*[\\p{Cntrl}\u202E].*"));
    assertThat(world.tickets.all().get(0).ticket().text())
        .contains("root\\u000A\\u001B[2J\\u202Ecod.exe")
        .doesNotContain("\u001b", "\u202E");
  }

  @Test
  void what_cannot_be_understood_becomes_one_incident_with_one_ticket_and_its_text_as_evidence() {
    IncidentMessage message =
        IncidentMessage.NotUnderstood.of("event", "$.data is missing", "{\"raw\":1}");

    world.enqueue(message);
    world.enqueue(message);
    world.comeToRest();

    Incident incident = world.incident();
    assertThat(incident.status()).isEqualTo(Incident.Status.TICKETED);
    assertThat(world.tickets.all()).hasSize(1);
    assertThat(world.tickets.all().get(0).ticket().text()).contains("$.data is missing");
    assertThat(world.evidence.read(incident.id() + "/raw.txt")).contains("{\"raw\":1}");
  }

  @Test
  void a_worker_that_is_alive_keeps_its_incident_and_another_comes_back_later() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
    Incidents.Stored stored = world.incidents.find(world.incident().id()).orElseThrow();
    Incident held =
        stored
            .incident()
            .with(
                draft -> {
                  draft.status = Incident.Status.OPEN;
                  draft.lease = new Incident.Lease("somebody else", world.now().plusSeconds(60));
                });
    world.incidents.save(stored, held, List.of());
    java.time.Instant start = world.now();

    world.enqueue(new IncidentMessage.Advance(held.id()));
    world.comeToRest();

    assertThat(Duration.between(start, world.now())).isGreaterThan(Duration.ofSeconds(60));
    assertThat(world.incident().status()).isEqualTo(Incident.Status.CONTAINED);
  }
}
