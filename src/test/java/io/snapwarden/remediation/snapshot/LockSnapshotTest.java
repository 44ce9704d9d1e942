package io.snapwarden.remediation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.Writes;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.sandbox.ArmCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LockSnapshotTest {

  private static final String LOCK = "lock-snapshot";

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_snapshot_cannot_be_deleted_any_more() {
    Outcome outcome = lab.run(LOCK);

    assertThat(outcome).isEqualTo(new Outcome.Done("the lock is there"));
    JsonObject properties = lab.azure.get(lab.lockId()).orElseThrow().getAsJsonObject("properties");
    assertThat(properties.get("level").getAsString()).isEqualTo("CanNotDelete");
    assertThat(properties.get("notes").getAsString())
        .contains(Lab.INCIDENT)
        .hasSizeLessThanOrEqualTo(512);
    assertThat(lab.azure.writes()).extracting(ArmCall::path).containsExactly(lab.lockId());
  }

  @Test
  void a_lock_that_is_there_is_not_written_again() {
    lab.run(LOCK);
    lab.azure.forgetRequests();

    assertThat(lab.run(LOCK)).isInstanceOf(Outcome.Done.class);
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_lock_that_somebody_made_stricter_is_left_so() {
    lab.azure.put(lab.lockId(), Lab.json("{\"properties\":{\"level\":\"ReadOnly\"}}"));

    assertThat(lab.run(LOCK)).isInstanceOf(Outcome.Done.class);
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_lock_that_somebody_weakened_is_made_whole_with_what_else_is_in_it() {
    lab.azure.put(
        lab.lockId(),
        Lab.json(
            "{\"properties\":{\"level\":\"NotSpecified\",\"owners\":[{\"applicationId\":\"x\"}]}}"));

    lab.run(LOCK);

    JsonObject properties = lab.azure.get(lab.lockId()).orElseThrow().getAsJsonObject("properties");
    assertThat(properties.get("level").getAsString()).isEqualTo("CanNotDelete");
    assertThat(properties.has("owners")).isTrue();
  }

  @Test
  void a_snapshot_that_is_gone_is_done() {
    lab.azure.remove(lab.id);

    assertThat(lab.run(LOCK)).isEqualTo(new Outcome.Done("the snapshot is gone already"));
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_write_that_azure_knows_nothing_of_is_refused() {
    lab.azure.remove(lab.id);
    lab.azure.putSnapshot(lab.id, Lab.snapshot(), Lab.ALICE, Writes.AT.minus(Duration.ofDays(1)));

    assertThat(lab.run(LOCK)).isInstanceOf(Outcome.Refused.class);
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void undo_removes_our_lock_and_no_other() {
    String others = lab.id + "/providers/Microsoft.Authorization/locks/legal-hold";
    lab.azure.put(others, Lab.json("{\"properties\":{\"level\":\"CanNotDelete\"}}"));
    JsonObject original = lab.live();
    lab.run(LOCK);

    Outcome outcome = lab.undo(LOCK);

    assertThat(outcome).isEqualTo(new Outcome.Done("the lock is gone"));
    assertThat(lab.azure.get(lab.lockId())).isEmpty();
    assertThat(lab.azure.get(others)).isPresent();
    assertThat(lab.live()).isEqualTo(original);
  }

  @Test
  void undo_of_what_was_never_locked_changes_nothing() {
    Plan plan = lab.playbook.undo(LOCK, lab.scene(), List.of());

    assertThat(plan).isEqualTo(new Plan.Settled(new Outcome.Done("no lock was made")));
  }
}
