package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class OnSnapshotWriteTest {

  private final TriggerRun run = new TriggerRun();

  @Test
  void an_allowed_write_leaves_one_log_line_and_nothing_else() {
    run.deliver(TriggerRun.byPipeline());

    assertThat(run.log()).hasSize(1);
    assertThat(JsonParser.parseString(run.log().get(0)).getAsJsonObject())
        .satisfies(
            line -> {
              assertThat(line.get("verdict").getAsString()).isEqualTo("allowed");
              assertThat(line.get("rule").getAsString()).isEqualTo("nightly-pipeline");
            });
    assertThat(run.messages()).isNull();
    assertThat(run.kept()).isNull();
  }

  @Test
  void a_violation_goes_out_as_one_message_with_its_response() {
    run.deliver(TriggerRun.byMallory());

    assertThat(run.messages()).hasSize(1);
    JsonObject message = JsonParser.parseString(run.messages().get(0)).getAsJsonObject();
    assertThat(message.get("kind").getAsString()).isEqualTo("detected");
    assertThat(message.getAsJsonArray("violations").toString()).isEqualTo("[\"unknown-caller\"]");
    assertThat(message.getAsJsonObject("response").get("id").getAsString()).isEqualTo("production");
    assertThat(message.get("policy").getAsString()).startsWith("sha256:");
    assertThat(run.messages().get(0).length()).isLessThan(48_000);
  }

  @Test
  void an_event_about_something_else_is_dropped() {
    run.deliver(TriggerRun.unrelated());

    assertThat(run.messages()).isNull();
    assertThat(run.kept()).isNull();
  }

  @Test
  void an_unreadable_event_goes_out_whole_and_a_huge_one_is_kept_beside_its_message() {
    run.deliver("{\"small\":1}");

    assertThat(run.messages()).hasSize(1);
    assertThat(run.kept()).isNull();

    run.deliver("{\"huge\":\"" + "x".repeat(500_000) + "\"}");

    assertThat(run.messages()).hasSize(1);
    assertThat(run.messages().get(0).length()).isLessThan(48_000);
    assertThat(run.kept()).hasSize(500_011);
  }

  @Test
  void without_a_policy_blob_the_packaged_one_counts_and_everything_gets_a_ticket() {
    run.policy(null);

    run.deliver(TriggerRun.byPipeline());

    JsonObject message = JsonParser.parseString(run.messages().get(0)).getAsJsonObject();
    assertThat(message.getAsJsonObject("response").get("mode").getAsString()).isEqualTo("ticket");
  }

  @Test
  void a_bad_policy_never_replaces_a_good_one_and_is_told_at_once() {
    run.deliver(TriggerRun.byPipeline());
    run.policy("{ \"version\": 1 ");

    run.deliver(TriggerRun.byPipeline());
    assertThat(run.messages()).singleElement().asString().contains("\"from\":\"policy\"");

    run.deliver(TriggerRun.byPipeline());
    assertThat(run.messages()).isNull();

    run.deliver(TriggerRun.byMallory());
    assertThat(run.messages()).hasSize(2);
    assertThat(run.messages().get(0)).contains("\"response\":{\"id\":\"production\"");
    assertThat(run.messages().get(1)).contains("\"from\":\"policy\"");
  }

  @Test
  void a_good_upload_is_kept_once_for_each_process_and_version() {
    run.deliver(TriggerRun.byPipeline());
    assertThat(run.lastGood()).isEqualTo(TriggerRun.resource("/sandbox/policy.json"));
    run.deliver(TriggerRun.byPipeline());
    assertThat(run.lastGood()).isNull();

    run.policy("not a policy");
    run.deliver(TriggerRun.byPipeline());
    assertThat(run.lastGood()).isNull();

    run.policy(TriggerRun.resource("/sandbox/policy.json") + "\n");
    run.deliver(TriggerRun.byPipeline());
    assertThat(run.lastGood()).isEqualTo(TriggerRun.resource("/sandbox/policy.json") + "\n");
  }

  @Test
  void the_packaged_policy_is_never_kept() {
    run.policy(null);

    run.deliver(TriggerRun.byPipeline());

    assertThat(run.lastGood()).isNull();
  }

  @Test
  void a_bad_policy_and_no_good_one_in_memory_leave_the_decision_to_a_later_stage() {
    run.policy("not a policy");

    run.deliver(TriggerRun.byPipeline());

    JsonObject message = JsonParser.parseString(run.messages().get(0)).getAsJsonObject();
    assertThat(message.get("kind").getAsString()).isEqualTo("undecided");
    assertThat(run.messages().get(1)).contains("\"from\":\"policy\"");
    assertThat(JsonParser.parseString(run.log().get(0)).getAsJsonObject())
        .satisfies(
            line -> {
              assertThat(line.get("verdict").getAsString()).isEqualTo("undecided");
              assertThat(line.get("target").getAsString()).endsWith("nightly-1");
              assertThat(line.get("reason").getAsString()).contains("the policy is bad");
            });
  }

  @Test
  void a_wrong_setting_fails_the_invocation_by_name_and_heals_when_it_is_mended() {
    Map<String, String> settings = new HashMap<>(Map.of("SNAPWARDEN_PRINCIPAL_ID", "nobody"));
    TriggerRun wrong = new TriggerRun(settings);

    assertThatThrownBy(() -> wrong.deliver(TriggerRun.byPipeline()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SNAPWARDEN_PRINCIPAL_ID")
        .hasMessageContaining("object id");
  }

  @Test
  void all_wrong_settings_are_named_at_once() {
    Map<String, String> settings =
        Map.of(
            "SNAPWARDEN_MODE", "destroy",
            "SNAPWARDEN_PRINCIPAL_ID", "me",
            "SNAPWARDEN_ARM_ENDPOINT", "http://management.example",
            "SNAPWARDEN_SUBSCRIPTIONS", "55555555-5555-5555-5555-555555555555,production",
            "SNAPWARDEN_SWEEP_OVERLAP_HOURS", "25");

    assertThatThrownBy(() -> Settings.of(settings))
        .hasMessageContainingAll(
            "SNAPWARDEN_MODE",
            "observe",
            "SNAPWARDEN_PRINCIPAL_ID",
            "SNAPWARDEN_ARM_ENDPOINT",
            "SNAPWARDEN_SUBSCRIPTIONS holds \"production\"",
            "SNAPWARDEN_SWEEP_OVERLAP_HOURS is \"25\": set it to whole hours, from 1 to 24");
  }

  @Test
  void subscriptions_may_be_parted_by_commas_and_spaces_and_count_once() {
    Settings settings =
        Settings.of(
            Map.of(
                "SNAPWARDEN_SUBSCRIPTIONS",
                " 55555555-5555-5555-5555-555555555555, 66666666-6666-6666-6666-666666666666\n"
                    + "55555555555555555555555555555555,"));

    assertThat(settings.subscriptions())
        .extracting(Object::toString)
        .containsExactly(
            "55555555-5555-5555-5555-555555555555", "66666666-6666-6666-6666-666666666666");
    assertThat(settings.sweepOverlap()).isEqualTo(java.time.Duration.ofHours(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "25", "-1", "1.5", "two", "+3", "02"})
  void an_overlap_is_whole_hours_from_one_to_a_day(String hours) {
    assertThatThrownBy(() -> Settings.of(Map.of("SNAPWARDEN_SWEEP_OVERLAP_HOURS", hours)))
        .hasMessageContaining("SNAPWARDEN_SWEEP_OVERLAP_HOURS");
    assertThat(Settings.of(Map.of("SNAPWARDEN_SWEEP_OVERLAP_HOURS", "24")).sweepOverlap())
        .isEqualTo(java.time.Duration.ofHours(24));
  }

  @Test
  void without_settings_the_app_observes_and_asks_the_public_cloud() {
    Settings settings = Settings.of(Map.of());

    assertThat(settings.effectiveCap()).isEqualTo(io.snapwarden.policy.Mode.OBSERVE);
    assertThat(settings.armEndpoint()).hasToString("https://management.azure.com");
    assertThat(settings.subscriptions()).isEmpty();
  }

  @Test
  void an_app_that_does_not_know_its_own_identity_goes_no_further_than_a_ticket() {
    Settings settings = Settings.of(Map.of("SNAPWARDEN_MODE", "remediate"));

    assertThat(settings.effectiveCap()).isEqualTo(io.snapwarden.policy.Mode.TICKET);
    assertThat(List.of(settings.cap())).containsExactly(io.snapwarden.policy.Mode.REMEDIATE);
  }

  @Test
  void a_decision_is_logged_with_the_policy_the_incident_and_what_it_took() {
    TriggerRun run = new TriggerRun();

    run.deliver(TriggerRun.byMallory());

    JsonObject line = JsonParser.parseString(run.log().get(0)).getAsJsonObject();
    assertThat(line.get("metric").getAsString()).isEqualTo("snapwarden.decision");
    assertThat(line.get("policy").getAsString()).startsWith("sha256:");
    assertThat(line.get("incident").getAsString()).matches("[0-9a-f]{16}-[0-9a-f]{24}");
    assertThat(line.get("durationUs").getAsLong()).isNotNegative();
  }
}
