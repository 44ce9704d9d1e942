package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.Operations.RefusedException;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.ticket.Ticket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalTest {

  private static final Operator OLGA =
      new Operator(Guid.of("99999999-9999-9999-9999-999999999999"), "olga@contoso.example");

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  private Incident asked() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.APPROVE, "tag-snapshot", "lock-snapshot"));
    world.workNow();
    return world.incident();
  }

  private List<String> changes() {
    return world.arm.writes().stream().map(ArmCall::method).toList();
  }

  private void tag(String name, String value) {
    JsonObject snapshot = world.arm.get(world.target.text()).orElseThrow();
    snapshot.getAsJsonObject("tags").addProperty(name, value);
    world.arm.put(world.target.text(), snapshot);
  }

  @Test
  void an_incident_waits_with_its_plan_and_nothing_is_changed() {
    Incident incident = asked();

    assertThat(incident.status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(incident.lease()).isNull();
    assertThat(incident.steps()).allMatch(step -> step.plan().size() == 1);
    assertThat(incident.steps().get(0).plan().get(0).request())
        .isEqualTo("PATCH " + world.target.text());
    assertThat(changes()).isEmpty();
    assertThat(world.tickets.all().get(0).ticket().text())
        .contains(
            "incidents approve %s --plan %s"
                .formatted(incident.id(), incident.approval().planHash()))
        .contains("incidents reject " + incident.id());
  }

  @Test
  void waiting_costs_one_message_that_comes_when_the_approval_expires() {
    Incident incident = asked();

    int deliveries = world.deliveries();
    world.workUntil(incident.approval().expires().minusSeconds(1));

    assertThat(world.deliveries()).isEqualTo(deliveries);
    assertThat(world.waiting()).isEqualTo(1);
  }

  @Test
  void once_approved_exactly_the_plan_that_was_shown_is_carried_out() {
    Incident incident = asked();

    world.operations().approve(incident.id(), OLGA, incident.approval().planHash());
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).containsExactly("PATCH", "PUT");
    assertThat(world.turns.none()).isTrue();
  }

  @Test
  void the_record_says_who_approved_and_when() {
    Incident incident = asked();
    world.pass(Duration.ofMinutes(7));

    world.operations().approve(incident.id(), OLGA, null);
    world.workNow();

    Approval.Decision decision = world.incident().approval().decision();
    assertThat(decision.by()).isEqualTo(OLGA);
    assertThat(decision.at()).isEqualTo(world.now());
    assertThat(world.journal(incident.id()))
        .anyMatch(
            line ->
                line.contains(
                    "approved by olga@contoso.example (99999999-9999-9999-9999-999999999999)"));
  }

  @Test
  void a_plan_that_differs_when_it_is_to_be_carried_out_is_asked_for_again() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    tag("snapwarden-incident", "somebody else, meanwhile");

    world.workNow();

    Incident again = world.incident();
    assertThat(again.status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(again.approval().open()).isTrue();
    assertThat(again.approval().planHash()).isNotEqualTo(incident.approval().planHash());
    assertThat(changes()).isEmpty();
    assertThat(world.tickets.all().get(0).comments())
        .extracting(Ticket.Comment::text)
        .anyMatch(text -> text.contains(again.approval().planHash()));
  }

  @Test
  void what_others_change_beside_the_plan_stays_and_is_no_reason_to_ask_again() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    tag("owner", "somebody else, meanwhile");

    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).containsExactly("PATCH", "PUT");
    JsonObject tags = world.arm.get(world.target.text()).orElseThrow().getAsJsonObject("tags");
    assertThat(tags.get("owner").getAsString()).isEqualTo("somebody else, meanwhile");
    assertThat(tags.has("snapwarden-incident")).isTrue();
  }

  @Test
  void a_plan_that_changes_after_the_first_of_two_steps_is_asked_for_again() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    world.arm.onWrite(
        write -> {
          if (write.operation().endsWith("snapshots/write")) {
            world.arm.put(lockId(incident), notALock());
          }
        });

    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(changes()).containsExactly("PATCH");
  }

  private String lockId(Incident incident) {
    return world.target + "/providers/Microsoft.Authorization/locks/snapwarden-" + incident.id();
  }

  private static JsonObject notALock() {
    JsonObject properties = new JsonObject();
    properties.addProperty("level", "NotSpecified");
    properties.addProperty("owner", "somebody");
    JsonObject lock = new JsonObject();
    lock.add("properties", properties);
    return lock;
  }

  @Test
  void a_plan_that_became_unnecessary_needs_no_more_leave() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    world.arm.remove(world.target.text());

    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(changes()).isEmpty();
  }

  @Test
  void where_nothing_would_be_changed_nobody_is_asked() {
    world.enqueue(world.detected("e1", Mode.APPROVE, "tag-snapshot"));

    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.CONTAINED);
    assertThat(world.incident().approval()).isNull();
  }

  @Test
  void leave_for_another_plan_than_the_one_shown_is_refused() {
    Incident incident = asked();

    assertThatThrownBy(() -> world.operations().approve(incident.id(), OLGA, "0".repeat(64)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(incident.approval().planHash());
    assertThat(world.incident()).isEqualTo(incident);
  }

  @Test
  void what_is_rejected_keeps_its_ticket_and_nothing_is_done() {
    Incident incident = asked();

    world.operations().reject(incident.id(), OLGA);
    world.comeToRest();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(changes()).isEmpty();
    assertThat(world.tickets.all().get(0).comments())
        .extracting(Ticket.Comment::text)
        .anyMatch(text -> text.contains("rejected by olga@contoso.example"));
  }

  @Test
  void unanswered_it_expires_into_a_ticket_and_nothing_else() {
    Incident incident = asked();

    world.comeToRest();

    assertThat(world.now()).isEqualTo(incident.approval().expires());
    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(changes()).isEmpty();
    assertThat(world.tickets.all().get(0).comments())
        .extracting(Ticket.Comment::text)
        .anyMatch(text -> text.contains("nobody approved the plan"));
  }

  @Test
  void an_expired_plan_cannot_be_approved_but_can_be_asked_for_again() {
    Incident incident = asked();
    world.pass(Duration.ofHours(25));

    assertThatThrownBy(() -> world.operations().approve(incident.id(), OLGA, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expired")
        .hasMessageContaining("incidents retry " + incident.id());
    world.workNow();
    world.operations().retry(incident.id(), OLGA);
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(world.incident().approval().expires()).isAfter(world.now());
  }

  @Test
  void our_own_identity_may_not_approve() {
    Incident incident = asked();
    Operator ourselves = new Operator(World.ourselves(), "snapwarden");

    assertThatThrownBy(() -> world.operations().approve(incident.id(), ourselves, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("own identity");
  }

  @Test
  void an_approval_that_was_written_past_the_check_by_our_own_identity_does_not_count() {
    Incident incident = asked();
    Incidents.Stored stored = world.incidents.find(incident.id()).orElseThrow();
    Operator ourselves = new Operator(World.ourselves(), "snapwarden");
    Incident forged =
        incident.with(
            draft -> {
              draft.approval = incident.approval().decided(true, ourselves, world.now());
              draft.steps.replaceAll(Step::again);
              draft.status = Status.OPEN;
            });
    world.incidents.save(stored, forged, List.of());

    world.enqueue(new IncidentMessage.Advance(incident.id()));
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(changes()).isEmpty();
    assertThat(world.journal(incident.id())).anyMatch(line -> line.contains("no approval"));
  }

  @Test
  void the_cap_of_the_app_goes_before_any_approval() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    world.capAt(Mode.TICKET);

    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(changes()).isEmpty();
  }

  @Test
  void another_event_of_the_same_write_leaves_the_question_as_it_is() {
    Incident incident = asked();

    world.enqueue(world.detected("e2", Mode.APPROVE, "tag-snapshot", "lock-snapshot"));
    world.workNow();

    assertThat(world.incident().approval()).isEqualTo(incident.approval());
    assertThat(world.tickets.all().get(0).comments()).isEmpty();
  }

  @Test
  void a_write_after_the_approval_needs_an_approval_of_its_own() {
    Incident incident = asked();
    world.operations().approve(incident.id(), OLGA, null);
    world.workNow();
    world.pass(Duration.ofHours(1));
    world.arm.remove(world.target.text());
    world.malloryWrites();
    world.arm.forgetRequests();

    world.enqueue(
        world.detected(
            World.write("e2", world.target, world.write("e1").correlationId(), world.now()),
            Mode.APPROVE,
            "tag-snapshot",
            "lock-snapshot"));
    world.workNow();

    assertThat(world.incident().status()).isEqualTo(Status.AWAITING_APPROVAL);
    assertThat(changes()).isEmpty();
  }

  @Test
  void an_event_that_comes_late_of_what_was_answered_already_is_noted_and_no_more() {
    Incident incident = asked();
    world.operations().reject(incident.id(), OLGA);
    world.comeToRest();
    int round = world.incident().round();

    world.enqueue(world.detected("swept", Mode.APPROVE, "tag-snapshot", "lock-snapshot"));
    world.comeToRest();

    assertThat(world.incident().round()).isEqualTo(round);
    assertThat(world.incident().status()).isEqualTo(Status.TICKETED);
    assertThat(world.incident().events()).contains("swept");
  }

  @Test
  void what_is_not_asked_cannot_be_answered() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.TICKET));
    world.comeToRest();

    assertThatThrownBy(() -> world.operations().approve(world.incident().id(), OLGA, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("it is ticketed");
    assertThatThrownBy(() -> world.operations().reject(IncidentId.of(world.write("e1")), OLGA))
        .isInstanceOf(RefusedException.class);
    assertThat(Writes.MALLORY).isNotEqualTo(OLGA.objectId());
  }
}
