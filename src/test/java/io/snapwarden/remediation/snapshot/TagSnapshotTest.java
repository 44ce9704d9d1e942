package io.snapwarden.remediation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.event.Writes;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.sandbox.ArmCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class TagSnapshotTest {

  private static final String TAG = "tag-snapshot";

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_snapshot_gets_the_quarantine_tags_and_keeps_everything_else() {
    JsonObject expected = lab.live();
    expected.getAsJsonObject("tags").addProperty("snapwarden-incident", Lab.INCIDENT);
    expected.getAsJsonObject("tags").addProperty("snapwarden-quarantined-at", Writes.AT.toString());

    Outcome outcome = lab.run(TAG);

    assertThat(outcome).isEqualTo(new Outcome.Done("the tags are there"));
    assertThat(lab.live()).isEqualTo(expected);
    assertThat(lab.azure.writes()).extracting(ArmCall::method).containsExactly("PATCH");
  }

  @Test
  void a_plan_shows_the_snapshot_before_and_after() {
    JsonObject whole = lab.azure.get(lab.id).orElseThrow();

    Plan.Changes plan = (Plan.Changes) lab.plan(TAG);

    Change change = plan.changes().get(0);
    assertThat(change.resource()).isEqualTo(lab.id);
    assertThat(change.before()).isEqualTo(whole);
    assertThat(change.after().getAsJsonObject("tags").keySet())
        .containsExactly("team", "cost centre", "snapwarden-incident", "snapwarden-quarantined-at");
    assertThat(change.request().ifMatch()).isNotNull();
    assertThat(change.summary())
        .contains("compared: event 2026-11-15T12:00:00Z by alice@contoso.example");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_snapshot_that_is_tagged_already_is_not_written() {
    lab.run(TAG);
    lab.azure.forgetRequests();

    Outcome outcome = lab.run(TAG);

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_snapshot_that_another_incident_has_tagged_since_is_left_to_it() {
    lab.run(TAG);
    tagIncident(Lab.OTHER_INCIDENT);

    Outcome outcome = lab.run(TAG);

    assertThat(outcome.detail()).contains("another incident");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void a_tag_that_names_no_incident_of_ours_hides_nothing() {
    lab.run(TAG);
    tagIncident("0123456789abcdef-000000000000000000000bad");

    lab.run(TAG);

    assertThat(lab.live().getAsJsonObject("tags").get("snapwarden-incident").getAsString())
        .isEqualTo(Lab.INCIDENT);
  }

  @Test
  void at_first_sight_the_tag_of_another_incident_is_no_reason_not_to_tag() {
    tagIncident(Lab.OTHER_INCIDENT);

    lab.run(TAG);

    assertThat(lab.live().getAsJsonObject("tags").get("snapwarden-incident").getAsString())
        .isEqualTo(Lab.INCIDENT);
  }

  private void tagIncident(String id) {
    JsonObject live = lab.azure.get(lab.id).orElseThrow();
    JsonObject tags = live.has("tags") ? live.getAsJsonObject("tags") : new JsonObject();
    tags.addProperty("snapwarden-incident", id);
    tags.addProperty("snapwarden-quarantined-at", "2026-11-15T12:00:00Z");
    live.add("tags", tags);
    lab.azure.put(lab.id, live);
    lab.azure.forgetRequests();
  }

  @Test
  void tags_of_the_policy_are_set_too() {
    lab.options.add("tags", Lab.json("{\"Team\": \"security\", \"Runbook\": \"RB-7\"}"));

    lab.run(TAG);

    JsonObject tags = lab.live().getAsJsonObject("tags");
    assertThat(tags.get("team").getAsString()).as("names have no case").isEqualTo("security");
    assertThat(tags.has("Team")).isFalse();
    assertThat(tags.get("Runbook").getAsString()).isEqualTo("RB-7");
  }

  @Test
  void tags_that_were_taken_off_are_set_again() {
    JsonObject original = Lab.snapshot();
    lab.run(TAG);
    lab.azure.putSnapshot(lab.id, original, Lab.ALICE, Writes.AT.plus(Duration.ofHours(1)));

    lab.run(TAG);

    assertThat(lab.live().getAsJsonObject("tags").has("snapwarden-incident")).isTrue();
  }

  @Test
  void a_snapshot_that_is_gone_is_done() {
    lab.azure.remove(lab.id);

    Outcome outcome = lab.run(TAG);

    assertThat(outcome).isEqualTo(new Outcome.Done("the snapshot is gone already"));
  }

  @Test
  void a_snapshot_without_any_tags_gets_its_first() {
    JsonObject bare = Lab.snapshot();
    bare.remove("tags");
    lab.azure.putSnapshot(lab.id, bare, Lab.ALICE, Writes.AT);

    lab.run(TAG);

    assertThat(lab.live().getAsJsonObject("tags").size()).isEqualTo(2);
  }

  @Test
  void a_tag_that_somebody_sets_meanwhile_is_not_lost() {
    Change stale = ((Plan.Changes) lab.plan(TAG)).changes().get(0);
    JsonObject newer = Lab.snapshot();
    newer.getAsJsonObject("tags").addProperty("hold", "legal");
    lab.azure.putSnapshot(lab.id, newer, Lab.ALICE, Writes.AT.plusSeconds(70));

    Outcome outcome = lab.playbook.apply(stale);
    lab.run(TAG);

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(lab.live().getAsJsonObject("tags").keySet())
        .contains("hold", "team", "snapwarden-incident");
  }

  @Test
  void a_snapshot_that_goes_meanwhile_is_looked_at_again() {
    Change stale = ((Plan.Changes) lab.plan(TAG)).changes().get(0);
    lab.azure.remove(lab.id);

    Outcome outcome = lab.playbook.apply(stale);

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(lab.run(TAG)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void a_write_that_azure_knows_nothing_of_is_refused() {
    lab.azure.remove(lab.id);
    lab.azure.putSnapshot(
        lab.id, Lab.snapshot(), Lab.ALICE, Writes.AT.minus(Duration.ofMinutes(6)));

    Outcome outcome = lab.run(TAG);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.detail())
        .contains(
            "last changed long before the event", "2026-11-15T12:00:00Z", "2026-11-15T11:54:00Z");
    assertThat(lab.azure.writes()).isEmpty();
  }

  @Test
  void undo_restores_what_was_there() {
    JsonObject original = lab.live();
    lab.run(TAG);

    Outcome outcome = lab.undo(TAG);

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(lab.live()).isEqualTo(original);
  }

  @Test
  void undo_gives_an_overwritten_tag_its_value_back() {
    lab.options.add("tags", Lab.json("{\"TEAM\": \"security\"}"));
    JsonObject original = lab.live();
    lab.run(TAG);

    lab.undo(TAG);

    assertThat(lab.live()).isEqualTo(original);
  }

  @Test
  void undo_leaves_what_others_set_later() {
    lab.options.add("tags", Lab.json("{\"team\": \"security\"}"));
    lab.run(TAG);
    JsonObject later = lab.live();
    later.getAsJsonObject("tags").addProperty("hold", "legal");
    later.getAsJsonObject("tags").addProperty("team", "forensics");
    lab.azure.putSnapshot(lab.id, later, Lab.MALLORY, Writes.AT.plus(Duration.ofHours(1)));

    lab.undo(TAG);

    assertThat(lab.live().getAsJsonObject("tags"))
        .isEqualTo(Lab.json("{\"team\":\"forensics\",\"cost centre\":\"42\",\"hold\":\"legal\"}"));
  }

  @Test
  void undo_of_what_was_never_changed_changes_nothing() {
    Plan plan = lab.playbook.undo(TAG, lab.scene(), List.of());

    assertThat(plan).isEqualTo(new Plan.Settled(new Outcome.Done("no tag was changed")));
    assertThat(lab.azure.requests()).isEmpty();
  }

  @Test
  void undo_of_a_snapshot_that_is_gone_is_done() {
    lab.run(TAG);
    lab.azure.remove(lab.id);

    assertThat(lab.undo(TAG)).isEqualTo(new Outcome.Done("the snapshot is gone"));
  }
}
