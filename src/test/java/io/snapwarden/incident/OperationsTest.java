package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Operations.RefusedException;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.ticket.Ticket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Undo, retry and redrive, as people ask for them. */
class OperationsTest {

  private static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  private Incident contained(String... remediations) {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, remediations));
    world.comeToRest();
    return world.incident();
  }

  private JsonObject snapshot() {
    return world.arm.get(world.target.text()).orElseThrow();
  }

  private List<Step.State> states() {
    return world.incident().steps().stream().map(Step::state).toList();
  }

  private List<String> comments() {
    return world.tickets.all().get(0).comments().stream().map(Ticket.Comment::text).toList();
  }

  @Test
  void undo_takes_back_in_reverse_order_and_leaves_the_state_before() {
    world.malloryWrites();
    JsonObject before = snapshot();
    Incident incident = contained("tag-snapshot", "lock-snapshot");
    world.arm.forgetRequests();

    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.UNDONE);
    assertThat(states()).containsOnly(Step.State.UNDONE);
    assertThat(world.arm.writes()).extracting(ArmCall::method).containsExactly("DELETE", "PATCH");
    JsonObject after = snapshot();
    assertThat(after.get("tags")).isEqualTo(before.get("tags"));
    assertThat(after.get("properties")).isEqualTo(before.get("properties"));
    assertThat(comments()).anyMatch(text -> text.contains("is undone"));
    assertThat(world.journal(incident.id()))
        .anyMatch(line -> line.contains("to be taken back, by olga@contoso.example"));
    assertThat(world.turns.none()).isTrue();
  }

  @Test
  void undo_says_what_cannot_be_taken_back_and_takes_back_the_rest() {
    Incident incident = contained("tag-snapshot", "delete-snapshot");

    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.UNDONE);
    assertThat(states()).containsExactly(Step.State.UNDONE, Step.State.KEPT);
    assertThat(comments()).anyMatch(text -> text.contains("delete-snapshot: kept: a deleted"));
  }

  @Test
  void undo_in_spite_of_throttling_and_lost_answers_changes_each_thing_once() {
    Incident incident = contained("tag-snapshot", "lock-snapshot");
    world.arm.forgetRequests();
    world.arm.faults().next(call -> call.method().equals("DELETE"), new Fault.DropAfter());
    world
        .arm
        .faults()
        .next(call -> call.method().equals("PATCH"), Fault.throttled(Duration.ofSeconds(30)));

    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.UNDONE);
    assertThat(snapshot().getAsJsonObject("tags").keySet()).containsExactly("team");
    assertThat(world.arm.writes())
        .filteredOn(call -> call.status() < 300 && call.status() > 0)
        .extracting(ArmCall::method)
        .containsExactly("PATCH");
  }

  @Test
  void what_was_before_is_never_guessed() {
    Incident incident = contained("tag-snapshot", "lock-snapshot");
    world.evidence.lose(incident.steps().get(0).evidence().get(0));

    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.STOPPED);
    assertThat(states()).containsExactly(Step.State.FAILED, Step.State.UNDONE);
    assertThat(comments()).anyMatch(text -> text.contains("its evidence is missing"));
  }

  /** Taking back writes what the evidence says: that must be what was kept. */
  @Test
  void evidence_that_somebody_exchanged_is_not_written_into_azure() {
    Incident incident = contained("tag-snapshot");
    String reference = incident.steps().get(0).evidence().get(0);
    String kept = world.evidence.read(reference).orElseThrow();
    world.evidence.exchange(reference, kept.replace("blue", "mallory"));
    int writes = world.arm.writes().size();

    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(kept).contains("blue");
    assertThat(world.incident().status()).isEqualTo(Status.STOPPED);
    assertThat(world.arm.writes()).hasSize(writes);
    assertThat(comments()).anyMatch(text -> text.contains("evidence is missing or was changed"));
  }

  @Test
  void an_event_that_comes_late_does_not_undo_the_undo() {
    Incident incident = contained("tag-snapshot");
    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    world.enqueue(world.detected("swept later", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.UNDONE);
    assertThat(snapshot().getAsJsonObject("tags").has("snapwarden-incident")).isFalse();
  }

  @Test
  void a_write_after_the_undo_is_answered_like_any_other() {
    Incident incident = contained("tag-snapshot");
    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();
    world.pass(Duration.ofMinutes(1));
    SnapshotWrite later =
        World.write("e9", world.target, world.write("e1").correlationId(), world.now());

    world.enqueue(world.detected(later, Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(snapshot().getAsJsonObject("tags").has("snapwarden-incident")).isTrue();
  }

  @Test
  void what_changed_nothing_cannot_be_taken_back() {
    world.capAt(Mode.TICKET);
    Incident incident = contained("tag-snapshot");

    assertThatThrownBy(() -> world.operations().undo(incident.id(), OLGA))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("nothing to take back");
  }

  @Test
  void our_own_write_of_an_undo_is_explained_too() {
    Incident incident = contained("tag-snapshot");
    world.pass(Duration.ofDays(2));
    world.operations().undo(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().steps().get(0).touches()).hasSize(2);
    assertThat(world.incident().steps().get(0).touches().get(1).until()).isNotNull();
  }

  @Test
  void an_incident_that_stopped_is_finished_by_a_retry_once_the_cause_is_mended() {
    world.malloryWrites();
    world
        .arm
        .faults()
        .every(
            call -> call.method().equals("PATCH"),
            Fault.error(403, "AuthorizationFailed", "No right to do that."));
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();
    assertThat(world.incident().status()).isEqualTo(Status.STOPPED);
    assertThat(world.tickets.all().get(0).ticket().text()).contains("No right to do that.");
    world.arm.faults().clear();

    world.operations().retry(world.incident().id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(comments()).anyMatch(text -> text.contains("is contained"));
  }

  @Test
  void what_is_being_worked_on_cannot_be_tried_again_or_taken_back() {
    world.malloryWrites();
    world.arm.faults().every(call -> true, Fault.throttled(Duration.ofSeconds(60)));
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.workNow();

    assertThatThrownBy(() -> world.operations().retry(world.incident().id(), OLGA))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("being worked on");
  }

  @Test
  void a_poison_message_is_handed_in_again_as_it_was() {
    SnapshotWrite write = world.write("e1");
    String message = MessageJson.write(world.detected(write, Mode.TICKET));
    world.enqueue(IncidentMessage.NotUnderstood.of("message", "failed again and again", message));
    world.comeToRest();
    IncidentId poison = world.incident().id();

    world.operations().retry(poison, OLGA);
    world.comeToRest();

    assertThat(world.incident(write).status()).isEqualTo(Status.TICKETED);
    assertThat(world.incidents.find(poison).orElseThrow().incident().status())
        .isEqualTo(Status.REDRIVEN);
  }

  @Test
  void an_event_that_could_not_be_read_is_decided_again() {
    world.enqueue(IncidentMessage.NotUnderstood.of("event", "$.data is missing", "{\"a\":1}"));
    world.comeToRest();

    world.operations().retry(world.incident().id(), OLGA);
    world.comeToRest();

    assertThat(world.redriven).containsExactly("{\"a\":1}");
    assertThat(world.incident().status()).isEqualTo(Status.REDRIVEN);
  }

  @Test
  void an_event_that_still_cannot_be_read_is_a_ticket_again() {
    IncidentMessage.NotUnderstood message =
        IncidentMessage.NotUnderstood.of("event", "$.data is missing", "{\"a\":1}");
    world.enqueue(message);
    world.comeToRest();
    world.operations().retry(world.incident().id(), OLGA);
    world.comeToRest();

    world.enqueue(message);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(world.incidents.all()).hasSize(1);
  }

  @Test
  void a_text_that_was_too_long_for_its_message_is_found_by_its_hash() {
    String text = "{\"a\":\"" + "x".repeat(20_000) + "\"}";
    world.evidence.keepUnreadable("something else");
    world.evidence.keepUnreadable(text);
    world.enqueue(IncidentMessage.NotUnderstood.of("event", "too long", text));
    world.comeToRest();

    world.operations().retry(world.incident().id(), OLGA);
    world.comeToRest();

    assertThat(world.redriven).containsExactly(text);
  }

  @Test
  void a_text_that_is_not_to_be_found_any_more_stays_a_ticket_that_says_so() {
    world.enqueue(IncidentMessage.NotUnderstood.of("event", "too long", "x".repeat(20_000)));
    world.comeToRest();

    world.operations().retry(world.incident().id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(comments()).anyMatch(text -> text.contains("is not among the evidence"));
  }
}
