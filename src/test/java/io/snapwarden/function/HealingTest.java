package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.HostContext;
import io.snapwarden.storage.AzureStorage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A storage that cannot be had: what the functions say, and that they go on once it can. */
class HealingTest {

  private static final String CANARY = "Y2FuYXJ5LXRoYXQtbXVzdC1uZXZlci1zaW5n";

  private static AzureStorage storage(Map<String, String> settings) {
    return new AzureStorage(
        settings,
        () -> {
          throw new AssertionError("the emulator needs no identity");
        });
  }

  private static List<Incident> incidents(Map<String, String> settings) {
    List<Incident> incidents = new ArrayList<>();
    storage(settings).incidents().each(Set.of(), incidents::add);
    return incidents;
  }

  private static Map<String, String> settings(String connection) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AzureWebJobsStorage", connection);
    settings.put("SNAPWARDEN_MODE", "ticket");
    return settings;
  }

  private static final SnapshotWrite WRITE =
      Writes.aWrite().by(Writes.user(Writes.MALLORY)).build();

  private static String detected() {
    return MessageJson.write(
        new IncidentMessage.Detected(
            WRITE,
            Set.of(ViolationCode.UNKNOWN_CALLER),
            "no rule names the caller",
            ResponseRule.BUILT_IN,
            "sha256:test",
            10));
  }

  private static String undecided() {
    return MessageJson.write(new IncidentMessage.Undecided(WRITE, "sha256:bad"));
  }

  private static void advance(App app, String message) {
    new AdvanceIncident(() -> app).run(message, new HostContext("AdvanceIncident", line -> {}));
  }

  private static void poison(App app, String message) {
    new OnPoisonIncident(() -> app).run(message, new HostContext("OnPoisonIncident", line -> {}));
  }

  /** All that a log shows of it. */
  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  @Test
  void a_storage_that_was_away_is_used_again_by_the_next_invocation_of_the_same_process() {
    try (Azurite azurite = Azurite.start()) {
      Map<String, String> settings = settings(azurite.connectionString());
      App app = new App(settings);
      azurite.close();

      for (String message : List.of(detected(), undecided())) {
        Throwable thrown = catchThrowable(() -> advance(app, message));
        assertThat(thrown)
            .hasMessageContainingAll("AzureWebJobsStorage", "nobody listens there", "setting");
      }
      assertThat(catchThrowable(() -> poison(app, "what once was a message")))
          .hasMessageContaining("AzureWebJobsStorage");

      azurite.restart();
      advance(app, detected());
      poison(app, "what once was a message");

      assertThat(incidents(settings)).hasSize(2);
    }
  }

  @Test
  void a_storage_that_went_away_in_between_is_used_again_too() {
    try (Azurite azurite = Azurite.start()) {
      Map<String, String> settings = settings(azurite.connectionString());
      App app = new App(settings);
      advance(app, undecided());
      assertThat(incidents(settings)).hasSize(1);

      azurite.close();
      assertThat(catchThrowable(() -> advance(app, undecided())))
          .hasMessageContaining("AzureWebJobsStorage");
      azurite.restart();
      advance(app, undecided());

      assertThat(incidents(settings)).hasSize(1);
    }
  }

  @Test
  void a_policy_that_was_mended_decides_the_next_message_of_the_same_process() {
    Map<String, String> settings = settings(Azurite.shared().connectionString());
    App app = new App(settings);
    storage(settings).policies().replace(null, "not a policy");
    advance(app, undecided());
    assertThat(incidents(settings))
        .extracting(incident -> incident.terms().policyHash())
        .containsExactly("none");

    JsonObject nobody = new JsonObject();
    nobody.addProperty("version", 1);
    nobody.addProperty("tenant", Writes.OUR_TENANT.toString());
    nobody.add("allow", new com.google.gson.JsonArray());
    nobody.add("responses", new com.google.gson.JsonArray());
    var policies = storage(settings).policies();
    policies.replace(policies.current().orElseThrow(), nobody.toString());
    advance(
        app,
        MessageJson.write(
            new IncidentMessage.Undecided(
                Writes.aWrite().correlated("another").event("another").build(), "sha256:bad")));

    assertThat(incidents(settings))
        .extracting(incident -> incident.terms().policyHash())
        .containsExactlyInAnyOrder(
            "none", "sha256:" + io.snapwarden.event.Hash.hex(nobody.toString()));
  }

  static List<Trouble> troubles() {
    String key = "AccountKey=" + CANARY + ";";
    String emulator = Azurite.shared().connectionString();
    return List.of(
        new Trouble("nobody listens there", emulator.replaceAll(":\\d+/", ":9/")),
        new Trouble("no host of the name", emulator.replaceAll("127\\.0\\.0\\.1", "gone.invalid")),
        new Trouble("refuses it (403 ", emulator.replaceFirst("AccountKey=[^;]*;", key)),
        new Trouble("AzureWebJobsStorage", emulator.replaceAll("acc[0-9a-f]{16}", "nosuchaccount")),
        new Trouble("is no connection string", "AccountKey=" + CANARY));
  }

  record Trouble(String told, String connection) {
    @Override
    public String toString() {
      return told;
    }
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void a_storage_that_cannot_be_had_is_told_with_its_setting_and_never_with_its_key(
      Trouble trouble) {
    App app =
        new App(
            settings(
                trouble.connection().replaceFirst("AccountKey=[^;]*", "AccountKey=" + CANARY)));

    for (String message : List.of(detected(), undecided())) {
      Throwable thrown = catchThrowable(() -> advance(app, message));

      assertThat(thrown)
          .hasMessageContaining(trouble.told())
          .hasMessageContaining("AzureWebJobsStorage");
      assertThat(trace(thrown)).doesNotContain(CANARY);
    }
  }

  @Test
  void a_message_that_is_none_is_not_blamed_on_the_storage() {
    App app = new App(settings(Azurite.shared().connectionString()));

    assertThat(catchThrowable(() -> advance(app, "{\"version\": 1}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("AzureWebJobsStorage");
    assertThatCode(() -> poison(app, "{\"version\": 1}")).doesNotThrowAnyException();
  }
}
