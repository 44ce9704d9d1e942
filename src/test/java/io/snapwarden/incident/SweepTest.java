package io.snapwarden.incident;

import static io.snapwarden.incident.SweepWorld.MALLORY;
import static io.snapwarden.incident.SweepWorld.ONE;
import static io.snapwarden.incident.SweepWorld.OVERLAP;
import static io.snapwarden.incident.SweepWorld.PIPELINE;
import static io.snapwarden.incident.SweepWorld.TWO;
import static io.snapwarden.incident.SweepWorld.snapshot;
import static io.snapwarden.incident.SweepWorld.snapshotInTwo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ActivityText;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class SweepTest {

  private static final Predicate<ArmCall> OF_TWO = call -> call.path().contains(TWO.toString());
  private static final Predicate<ArmCall> ANOTHER_PAGE =
      call -> call.query().containsKey("$skiptoken");

  private final SweepWorld world = new SweepWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private Incident onlyIncident() {
    assertThat(world.incidents.all()).hasSize(1);
    return world.incidents.all().get(0);
  }

  @Test
  void a_write_whose_event_never_arrived_becomes_one_incident() {
    world.writes(MALLORY, snapshot("golden-1"));

    world.sweep();
    world.comeToRest();

    assertThat(onlyIncident().isAbout(snapshot("golden-1"))).isTrue();
    assertThat(onlyIncident().status()).isEqualTo(Incident.Status.TICKETED);
  }

  @Test
  void an_allowed_write_becomes_nothing() {
    world.writes(PIPELINE, snapshot("nightly-1"));

    world.sweep();

    assertThat(world.queue).isEmpty();
    assertThat(world.info).last().asString().contains("\"records\":3,\"writes\":3,\"queued\":0");
  }

  @Test
  void what_was_found_once_is_not_put_into_the_queue_again() {
    world.writes(MALLORY, snapshot("golden-1"));
    world.sweep();
    world.comeToRest();

    world.clock.turn(Duration.ofMinutes(15));
    world.sweep();

    assertThat(world.queue).isEmpty();
    assertThat(world.warnings).isEmpty();
  }

  @Test
  void the_event_and_the_record_of_one_write_meet_in_one_incident() {
    world.arrives(world.writes(MALLORY, snapshot("golden-1")));
    world.comeToRest();
    assertThat(onlyIncident().events()).hasSize(1);

    world.sweep();
    world.comeToRest();
    assertThat(onlyIncident().events()).hasSize(2);

    world.sweep();
    assertThat(world.queue).isEmpty();
  }

  @Test
  void an_event_that_arrives_after_the_sweep_finds_the_incident_there() {
    String late = world.writes(MALLORY, snapshot("golden-1"));
    world.sweep();
    world.comeToRest();

    world.arrives(late);
    world.comeToRest();

    assertThat(onlyIncident().events()).hasSize(2);
  }

  @Test
  void an_attempt_that_azure_refused_is_found_too() {
    world.azure.activity().add(record("Failed", "Microsoft.ContainerService/snapshots/write"));

    world.sweep();
    world.comeToRest();

    Cause.Violation cause = (Cause.Violation) onlyIncident().cause();
    assertThat(cause.write().attempt()).isTrue();
  }

  @Test
  void a_record_that_was_submitted_late_is_found_by_looking_back() {
    world.sweep();
    world.azure.activity().lag(Duration.ofMinutes(90));
    world.writes(MALLORY, snapshot("golden-1"));

    for (int quarter = 1; quarter <= 5; quarter++) {
      world.clock.turn(Duration.ofMinutes(15));
      world.sweep();
      assertThat(world.queue).isEmpty();
    }
    world.clock.turn(Duration.ofMinutes(15));
    world.sweep();

    assertThat(world.queue).hasSize(1);
  }

  @Test
  void the_first_sweep_begins_one_overlap_ago() {
    world.sweep(Duration.ofHours(3));

    assertThat(world.filters())
        .singleElement()
        .asString()
        .contains("ge '2026-11-15T09:00:00Z'", "le '2026-11-15T12:00:00Z'");
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT);
  }

  @Test
  void a_first_sweep_that_comes_to_nothing_is_not_forgotten() {
    world.writes(MALLORY, snapshot("golden-1"));
    world.azure.faults().every(call -> true, Fault.throttled(Duration.ofMinutes(5)));
    world.sweep();

    world.azure.faults().clear();
    world.clock.turn(Duration.ofHours(10));
    world.sweep();

    assertThat(world.queue).hasSize(1);
  }

  @Test
  void a_throttled_subscription_keeps_its_place_and_the_others_go_on() {
    world.subscriptions = List.of(TWO, ONE);
    world.writes(MALLORY, snapshot("golden-1"));
    world.writes(MALLORY, snapshotInTwo("golden-2"));
    world.azure.faults().every(OF_TWO, Fault.throttled(Duration.ofMinutes(5)));

    world.sweep();

    assertThat(world.queue).hasSize(1);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT);
    assertThat(world.watermarks.sweptUntil(TWO)).contains(Writes.AT.minus(OVERLAP));
    assertThat(world.warnings).singleElement().asString().contains(TWO.toString(), "429");

    world.azure.faults().clear();
    world.sweep();
    assertThat(world.queue).hasSize(3);
    assertThat(world.watermarks.sweptUntil(TWO)).contains(Writes.AT);
  }

  @Test
  void throttling_in_the_middle_of_the_pages_loses_none_of_them() {
    world.azure.activity().pageSize(3);
    for (int i = 0; i < 4; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }
    world.azure.faults().next(ANOTHER_PAGE, Fault.throttled(Duration.ofMinutes(5)));
    world.sweep();
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT.minus(OVERLAP));
    world.comeToRest();
    assertThat(world.incidents.all()).hasSizeLessThan(4);

    world.sweep();
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(4);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT);
  }

  @Test
  void what_should_pass_but_does_not_for_more_than_a_day_is_for_a_person_to_see() {
    world.sweep();
    world.azure.faults().every(call -> true, Fault.throttled(Duration.ofMinutes(5)));

    world.clock.turn(Duration.ofHours(25));
    world.sweep();
    assertThat(world.warnings).hasSize(1);

    world.clock.turn(Duration.ofHours(2));
    assertThatThrownBy(world::sweep).hasMessageContainingAll(ONE.toString(), "429");
  }

  @Test
  void a_denied_subscription_fails_the_run_by_name_after_the_others_were_swept() {
    world.subscriptions = List.of(TWO, ONE);
    world.writes(MALLORY, snapshot("golden-1"));
    world
        .azure
        .faults()
        .every(OF_TWO, Fault.error(403, "AuthorizationFailed", "no authorization to perform it"));

    assertThatThrownBy(world::sweep)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(TWO.toString(), "403")
        .hasMessageNotContaining(ONE.toString());
    assertThat(world.queue).hasSize(1);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT);
    assertThat(world.watermarks.sweptUntil(TWO)).contains(Writes.AT.minus(OVERLAP));
  }

  @Test
  void a_link_that_leads_elsewhere_fails_the_run_and_moves_no_watermark() {
    world.azure.activity().pageSize(3);
    world.writes(MALLORY, snapshot("golden-1"));
    world.writes(MALLORY, snapshot("golden-2"));
    world.azure.activity().links(link -> "https://attacker.example/" + link);

    assertThatThrownBy(world::sweep).hasMessageContaining("leads elsewhere");

    assertThat(world.queue).isNotEmpty();
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT.minus(OVERLAP));
  }

  @Test
  void a_backlog_is_swept_in_parts_and_what_was_done_of_it_is_kept() {
    world.sweep();
    world.azure.forgetRequests();
    for (int day = 0; day < 2; day++) {
      world.writes(MALLORY, snapshot("golden-" + day));
      world.clock.turn(Duration.ofDays(1));
    }
    world
        .azure
        .faults()
        .next(
            call -> call.query().get("$filter").contains("ge '2026-11-16T12:00:00Z'"),
            Fault.throttled(Duration.ofMinutes(5)));

    world.sweep();
    assertThat(world.filters())
        .hasSize(5)
        .first()
        .asString()
        .contains("ge '2026-11-15T10:00:00Z'", "le '2026-11-15T18:00:00Z'");
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Instant.parse("2026-11-16T12:00:00Z"));

    world.sweep();
    world.comeToRest();
    assertThat(world.incidents.all()).hasSize(2);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT.plus(Duration.ofDays(2)));
  }

  @Test
  void a_backlog_holds_up_no_other_subscription() {
    world.watermarks.advance(ONE, Writes.AT.minus(Duration.ofDays(2)));
    world.watermarks.advance(TWO, Writes.AT.minus(Duration.ofMinutes(15)));
    world.subscriptions = List.of(TWO, ONE);

    world.sweep();

    List<Boolean> ofTwo = world.azure.requests().stream().map(OF_TWO::test).toList();
    assertThat(ofTwo).startsWith(false, true, false).hasSizeGreaterThan(8);
  }

  @Test
  void a_backlog_that_is_too_much_for_one_run_goes_on_with_the_next() {
    world.watermarks.advance(ONE, Writes.AT.minus(Duration.ofDays(5)));
    world.clock.pace(Duration.ofSeconds(20));

    world.sweep();
    Instant first = world.watermarks.sweptUntil(ONE).orElseThrow();
    assertThat(world.warnings).singleElement().asString().contains("goes on with the next run");
    world.sweep();

    assertThat(first).isBetween(Writes.AT.minus(Duration.ofDays(5)).plusSeconds(1), Writes.AT);
    assertThat(world.watermarks.sweptUntil(ONE).orElseThrow()).isAfter(first);
  }

  @Test
  void what_the_log_does_not_keep_any_more_is_said_and_not_asked_for() {
    world.watermarks.advance(ONE, Writes.AT.minus(Duration.ofDays(100)));
    world.clock.pace(Duration.ofSeconds(50));

    world.sweep();

    assertThat(world.filters()).first().asString().contains("ge '2026-08-18T12:00:50Z'");
    assertThat(world.warnings).first().asString().contains("never swept");
  }

  @Test
  void more_records_than_one_reading_takes_are_read_in_shorter_parts() {
    world.watermarks.advance(ONE, Writes.AT);
    world.azure.activity().pageSize(1);
    for (int i = 0; i < 40; i++) {
      world.clock.turn(Duration.ofMinutes(5));
      world.writes(MALLORY, snapshot("golden-" + i));
    }

    world.sweep();
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(40);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT.plus(Duration.ofMinutes(200)));
  }

  @Test
  void a_minute_with_more_records_than_can_be_read_is_for_a_person_to_see() {
    world.watermarks.advance(ONE, Writes.AT);
    world.azure.activity().pageSize(1);
    world.clock.turn(Duration.ofSeconds(30));
    for (int i = 0; i < 20; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }

    assertThatThrownBy(world::sweep).hasMessageContaining("more than 50 pages");

    assertThat(world.watermarks.sweptUntil(ONE).orElseThrow()).isBefore(world.clock.instant());
  }

  @Test
  void a_crash_between_the_queue_and_the_watermark_loses_nothing_and_doubles_nothing() {
    AtomicBoolean crashes = new AtomicBoolean(true);
    Watermarks kept = world.watermarks;
    kept.advance(ONE, Writes.AT.minusSeconds(900));
    world.watermarks =
        new Watermarks() {
          @Override
          public Optional<Instant> sweptUntil(Guid subscription) {
            return kept.sweptUntil(subscription);
          }

          @Override
          public void advance(Guid subscription, Instant until) {
            if (crashes.get()) {
              throw new IllegalStateException("crash");
            }
            kept.advance(subscription, until);
          }
        };
    world.writes(MALLORY, snapshot("golden-1"));
    assertThatThrownBy(world::sweep).hasMessageContaining("crash");
    assertThat(world.queue).hasSize(1);
    assertThat(kept.sweptUntil(ONE)).contains(Writes.AT.minusSeconds(900));

    crashes.set(false);
    world.sweep();
    assertThat(world.queue).hasSize(2);
    world.comeToRest();

    assertThat(onlyIncident().round()).isEqualTo(1);
    assertThat(kept.sweptUntil(ONE)).contains(Writes.AT);
  }

  @Test
  void what_the_queue_did_not_take_is_found_again() {
    world.writes(MALLORY, snapshot("golden-1"));
    world.inbox =
        message -> {
          throw new IllegalStateException("no queue");
        };
    assertThatThrownBy(world::sweep).hasMessageContaining("no queue");

    world.inbox = world.queue::add;
    world.clock.turn(Duration.ofHours(5));
    world.sweep();

    assertThat(world.queue).hasSize(1);
  }

  @Test
  void a_record_that_cannot_be_handed_on_hides_none_of_the_others() {
    for (int i = 0; i < 4; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }
    world.inbox =
        message -> {
          if (message.contains("golden-2")) {
            throw new IllegalStateException("too long for a message");
          }
          world.queue.add(message);
        };

    assertThatThrownBy(world::sweep).hasMessageContaining("too long for a message");

    assertThat(world.queue).hasSize(3);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT.minus(OVERLAP));
  }

  @Test
  void a_queue_that_takes_nothing_is_not_tried_with_every_record() {
    for (int i = 0; i < 20; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }
    AtomicInteger tries = new AtomicInteger();
    world.inbox =
        message -> {
          tries.incrementAndGet();
          throw new IllegalStateException("no queue");
        };

    assertThatThrownBy(world::sweep).hasMessageContaining("no queue");

    assertThat(tries).hasValue(5);
  }

  @Test
  void two_runs_at_once_leave_one_incident_for_each_write() {
    List<String> queue = java.util.Collections.synchronizedList(world.queue);
    world.inbox = queue::add;
    for (int i = 0; i < 5; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }

    AtOnce.times(
        4,
        i -> {
          world.sweep();
          return i;
        });
    world.comeToRest();

    assertThat(world.incidents.all()).hasSize(5).allMatch(incident -> incident.round() == 1);
    assertThat(world.watermarks.sweptUntil(ONE)).contains(Writes.AT);
  }

  @Test
  void our_own_writes_are_explained_by_the_incident_that_made_them() {
    world.cap = Mode.REMEDIATE;
    world.arrives(world.writes(MALLORY, snapshot("golden-1")));
    world.comeToRest();
    assertThat(world.azure.writes()).extracting(ArmCall::method).contains("PATCH");

    world.sweep();
    assertThat(world.queue).as("the record of what Mallory did").hasSize(1);
    world.comeToRest();
    world.sweep();

    assertThat(world.queue).isEmpty();
    assertThat(onlyIncident().status()).isEqualTo(Incident.Status.CONTAINED);
  }

  @Test
  void a_write_in_our_name_that_nothing_explains_is_a_violation() {
    world.writes(SweepWorld.OURSELVES, snapshot("golden-1"));

    world.sweep();
    world.comeToRest();

    assertThat(((Cause.Violation) onlyIncident().cause()).codes())
        .containsExactly(io.snapwarden.policy.ViolationCode.OWN_IDENTITY);
  }

  @Test
  void records_of_other_operations_become_nothing_whatever_is_wrong_with_them() {
    JsonObject unfit = record("Nonsense", "Microsoft.ContainerService/managedClusters/write");
    unfit.addProperty("resourceId", "no id at all");
    world.azure.activity().add(record("Succeeded", "Microsoft.Compute/snapshots/write"));
    world.azure.activity().add(unfit);
    JsonObject compute = record("Succeeded", "Microsoft.Compute/snapshots/write");
    compute.add("resourceProviderName", unfit.get("resourceProviderName"));
    world.azure.activity().add(compute);
    JsonObject silent = record("Succeeded", "Microsoft.ContainerService/managedClusters/write");
    silent.remove("operationName");
    world.azure.activity().add(silent);

    world.sweep();

    assertThat(world.queue).isEmpty();
    assertThat(world.info).last().asString().contains("\"records\":3,\"writes\":0,");
  }

  @Test
  void a_record_that_claims_to_be_a_snapshot_write_and_makes_no_sense_becomes_an_incident_once() {
    JsonObject unfit = record("Succeeded", "Microsoft.ContainerService/snapshots/write");
    unfit.remove("resourceId");
    unfit.addProperty("resourceId", "");
    unfit.addProperty("description", "x".repeat(10_000));
    world.azure.activity().add(unfit);

    world.sweep();
    world.comeToRest();
    world.sweep();

    assertThat(world.queue).isEmpty();
    assertThat(onlyIncident().cause()).isInstanceOf(Cause.NotUnderstood.class);
    String whole = Evidence.reference(onlyIncident().id(), "whole.txt");
    assertThat(world.evidence.read(whole).orElseThrow()).hasSizeGreaterThan(10_000);
  }

  @Test
  void a_record_without_an_operation_is_judged_by_what_was_authorised() {
    JsonObject silent = record("Succeeded", "Microsoft.ContainerService/snapshots/write");
    silent.remove("operationName");
    world.azure.activity().add(silent);

    world.sweep();

    assertThat(world.queue).hasSize(1);
  }

  @Test
  void a_bad_policy_is_told_of_once_with_the_first_violation() {
    world.policy = "no policy";
    for (int i = 0; i < 3; i++) {
      world.writes(MALLORY, snapshot("golden-" + i));
    }

    world.sweep();
    assertThat(world.queue)
        .hasSize(4)
        .filteredOn(message -> message.contains("\"from\":\"policy\""))
        .hasSize(1);

    world.comeToRest();
    world.clock.turn(Duration.ofMinutes(15));
    world.writes(MALLORY, snapshot("golden-4"));
    world.sweep();
    assertThat(world.queue).hasSize(1);
  }

  @Test
  void without_subscriptions_it_says_so_and_asks_nothing() {
    world.subscriptions = List.of();

    world.sweep();

    assertThat(world.warnings).singleElement().asString().contains("SNAPWARDEN_SUBSCRIPTIONS");
    assertThat(world.azure.requests()).isEmpty();
  }

  private static JsonObject record(String status, String operation) {
    return new ActivityText(
            operation, snapshot("golden-1").text(), "PUT", MALLORY, Writes.AT, "correlation")
        .record(status, Writes.AT, Duration.ZERO);
  }
}
