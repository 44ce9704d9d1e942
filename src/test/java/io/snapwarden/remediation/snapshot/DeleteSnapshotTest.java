package io.snapwarden.remediation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteSnapshotTest {

  private static final String DELETE = "delete-snapshot";
  private static final Instant LATER = Writes.AT.plus(Duration.ofMinutes(20));

  @Test
  void the_snapshot_goes_and_its_whole_body_is_what_was_before() {
    try (Lab lab = new Lab()) {
      JsonObject whole = lab.azure.get(lab.id).orElseThrow();

      Outcome outcome = lab.run(DELETE);

      assertThat(outcome).isEqualTo(new Outcome.Done("the snapshot is gone"));
      assertThat(lab.azure.get(lab.id)).isEmpty();
      assertThat(lab.before).containsExactly(whole);
    }
  }

  @Test
  void a_snapshot_of_a_whole_cluster_goes_by_its_own_api() {
    SnapshotWrite write =
        Writes.aWrite()
            .to(
                Writes.snapshot(
                    Writes.SUBSCRIPTION, "rg", SnapshotKind.MANAGED_CLUSTER, "cluster-1"))
            .build();
    try (Lab lab = new Lab(write)) {
      lab.run(DELETE);

      assertThat(lab.azure.writes())
          .extracting(ArmCall::apiVersion)
          .containsExactly("2025-09-02-preview");
      assertThat(lab.azure.get(lab.id)).isEmpty();
    }
  }

  @Test
  void a_snapshot_that_is_gone_is_done() {
    try (Lab lab = new Lab()) {
      lab.azure.remove(lab.id);

      assertThat(lab.run(DELETE)).isInstanceOf(Outcome.Done.class);
      assertThat(lab.azure.writes()).isEmpty();
    }
  }

  @Test
  void a_snapshot_that_goes_meanwhile_is_done() {
    try (Lab lab = new Lab()) {
      Change change = ((Plan.Changes) lab.plan(DELETE)).changes().get(0);
      lab.azure.remove(lab.id);

      assertThat(lab.playbook.apply(change)).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void our_own_tags_do_not_look_like_somebody_elses_change() {
    try (Lab lab = new Lab()) {
      lab.advance(Duration.ofHours(1));
      lab.run("tag-snapshot");

      lab.run(DELETE);

      assertThat(lab.azure.get(lab.id)).isEmpty();
    }
  }

  @Test
  void our_own_tags_right_after_the_write_do_not_either() {
    try (Lab lab = new Lab()) {
      lab.run("tag-snapshot");

      lab.run(DELETE);

      assertThat(lab.azure.get(lab.id)).isEmpty();
    }
  }

  @Test
  void a_snapshot_that_somebody_changed_since_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.putSnapshot(lab.id, Lab.snapshot(), Lab.MALLORY, LATER);

      refused(lab, "somebody changed the snapshot after the write", "mallory@contoso.example");
    }
  }

  @Test
  void a_snapshot_that_somebody_changed_long_after_our_tags_is_refused() {
    try (Lab lab = new Lab()) {
      lab.run("tag-snapshot");
      lab.azure.putSnapshot(lab.id, lab.live(), Lab.MALLORY, LATER);
      lab.azure.forgetRequests();

      refused(lab, "somebody changed the snapshot after the write");
    }
  }

  @Test
  void another_snapshot_under_the_same_name_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.remove(lab.id);
      lab.azure.putSnapshot(lab.id, Lab.snapshot(), Lab.ALICE, LATER);

      refused(lab, "it is another one under the same name");
    }
  }

  @Test
  void an_event_of_a_write_that_azure_knows_nothing_of_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.remove(lab.id);
      lab.azure.putSnapshot(
          lab.id, Lab.snapshot(), Lab.ALICE, Writes.AT.minus(Duration.ofDays(30)));

      refused(lab, "Azure knows of no such write");
    }
  }

  @Test
  void an_event_that_blames_another_user_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.remove(lab.id);
      lab.azure.putSnapshot(lab.id, Lab.snapshot(), Lab.MALLORY, Writes.AT);

      refused(lab, "by another than the event's caller", "alice@contoso.example", "mallory@");
    }
  }

  @Test
  void an_event_that_blames_a_user_for_what_an_application_did_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.remove(lab.id);
      Principal pipeline =
          Principal.application(Writes.PIPELINE_PRINCIPAL.toString(), Writes.PIPELINE.toString());
      lab.azure.putSnapshot(lab.id, Lab.snapshot(), pipeline, Writes.AT);

      refused(lab, "by another than the event's caller");
    }
  }

  @Test
  void an_application_is_known_by_either_of_its_ids() {
    for (Guid shown : List.of(Writes.PIPELINE, Writes.PIPELINE_PRINCIPAL)) {
      SnapshotWrite write =
          Writes.aWrite()
              .by(Writes.application(Writes.PIPELINE_PRINCIPAL, Writes.PIPELINE))
              .build();
      try (Lab lab = new Lab(write)) {
        lab.azure.remove(lab.id);
        lab.azure.putSnapshot(
            lab.id,
            Lab.snapshot(),
            Principal.application(Writes.PIPELINE_PRINCIPAL.toString(), shown.toString()),
            Writes.AT);

        lab.run(DELETE);

        assertThat(lab.azure.get(lab.id)).as(shown.toString()).isEmpty();
      }
    }
  }

  @Test
  void an_event_that_blames_another_application_is_refused() {
    SnapshotWrite write =
        Writes.aWrite().by(Writes.application(Writes.PIPELINE_PRINCIPAL, Writes.PIPELINE)).build();
    try (Lab lab = new Lab(write)) {
      lab.azure.remove(lab.id);
      lab.azure.putSnapshot(
          lab.id, Lab.snapshot(), Principal.application("x", Writes.ALICE.toString()), Writes.AT);

      refused(lab, "by another than the event's caller");
    }
  }

  @Test
  void a_snapshot_of_which_azure_says_no_times_is_refused() {
    try (Lab lab = new Lab()) {
      lab.azure.put(lab.id, Lab.snapshot());

      refused(lab, "nothing can be compared");
    }
  }

  @Test
  void a_write_that_did_not_succeed_is_refused() {
    try (Lab lab = new Lab(Writes.aWrite().thatFailed().build())) {
      refused(lab, "the write did not succeed");
    }
  }

  @Test
  void this_incidents_own_lock_is_a_contradiction_in_the_policy() {
    try (Lab lab = new Lab()) {
      lab.run("lock-snapshot");
      lab.azure.forgetRequests();

      refused(lab, "use lock-snapshot or delete-snapshot in one response, not both");
    }
  }

  @Test
  void somebody_elses_lock_is_respected() {
    try (Lab lab = new Lab()) {
      lab.azure.put(
          "/subscriptions/"
              + Writes.SUBSCRIPTION
              + "/resourceGroups/aks-prod-1/providers/Microsoft.Authorization/locks/legal-hold",
          Lab.json("{\"properties\":{\"level\":\"CanNotDelete\"}}"));

      Outcome outcome = lab.run(DELETE);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("a lock forbids it", "ScopeLocked");
      assertThat(lab.azure.get(lab.id)).isPresent();
    }
  }

  @Test
  void it_cannot_be_undone_and_says_why() {
    try (Lab lab = new Lab()) {
      lab.run(DELETE);

      Outcome outcome = lab.undo(DELETE);

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail()).contains("a PUT would capture the pool as it is now");
    }
  }

  private static void refused(Lab lab, String... reasons) {
    Outcome outcome = lab.run(DELETE);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.detail()).contains(reasons);
    assertThat(lab.azure.writes()).isEmpty();
    assertThat(lab.azure.get(lab.id)).isPresent();
  }
}
