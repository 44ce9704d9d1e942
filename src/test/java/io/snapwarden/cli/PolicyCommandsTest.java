package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.FIXTURES;
import static io.snapwarden.cli.Terminal.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.event.Hash;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.storage.AzureStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCommandsTest {

  private static final String CANARY = "Y2FuYXJ5LXRoYXQtbXVzdC1uZXZlci1zaW5n";
  private static final String VERSION = "\\d{8}T\\d{6}Z-[0-9a-f]{12}";

  private final String account = Azurite.shared().connectionString();
  private final PolicyStore store = store(account);
  private final String policy = text(POLICY);
  private final String another = policy + "\n// another\n";

  private static PolicyStore store(String account) {
    return new AzureStorage(
            Map.of("AzureWebJobsStorage", account),
            () -> {
              throw new AssertionError("a connection string needs no identity");
            })
        .policies();
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String hash(String text) {
    return "sha256:" + Hash.hex(text);
  }

  private Terminal terminal() {
    return terminal(Map.of("AzureWebJobsStorage", account));
  }

  private static Terminal terminal(Map<String, String> environment) {
    return Terminal.terminal().in(environment);
  }

  private Ran put(String text) {
    return terminal().typing(text).run("policy", "put", "-");
  }

  @Test
  void the_first_policy_is_in_force_and_the_last_good_one() {
    Ran ran = terminal().run("policy", "put", POLICY);

    assertThat(ran).isEqualTo(new Ran(0, "in force  " + hash(policy) + "\n", ""));
    assertThat(store.current().orElseThrow().text()).isEqualTo(policy);
    assertThat(store.lastGood()).contains(policy);
    assertThat(store.versions()).isEmpty();
  }

  @Test
  void a_new_policy_says_what_it_replaced_and_where_that_is_kept() {
    put(policy);

    Ran ran = put(another);

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.lines().get(0)).isEqualTo("in force  " + hash(another));
    assertThat(ran.lines().get(1)).isEqualTo("before    " + hash(policy));
    assertThat(ran.lines().get(2)).matches("kept as   " + VERSION);
    assertThat(terminal().run("policy", "get").out()).isEqualTo(another);
    assertThat(store.lastGood()).contains(another);
  }

  @Test
  void the_same_content_again_changes_nothing_and_mends_what_a_broken_put_left_behind() {
    put(policy);
    store.keepLastGood("what was there before a put that was cut short");

    Ran ran = put(policy);

    assertThat(ran).isEqualTo(new Ran(0, hash(policy) + " is in force already\n", ""));
    assertThat(store.versions()).isEmpty();
    assertThat(store.lastGood()).contains(policy);
  }

  @Test
  void the_way_back_is_to_put_what_get_prints() {
    put(policy);
    String kept = put(another).lines().get(2).substring("kept as   ".length());

    Ran old = terminal().run("policy", "get", "--version", kept);
    Ran back = put(old.out());

    assertThat(old).isEqualTo(new Ran(0, policy, ""));
    assertThat(back.lines()).contains("in force  " + hash(policy));
    assertThat(store.current().orElseThrow().text()).isEqualTo(policy);
    assertThat(store.versions()).hasSize(2);
  }

  @Test
  void a_policy_that_cannot_be_used_is_refused_with_all_its_problems_and_nothing_is_changed() {
    put(policy);

    Ran ran = terminal().run("policy", "put", FIXTURES + "policy-bad.json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("$.tenant"))
        .anyMatch(line -> line.contains("$.allow[0].identifier"))
        .anyMatch(line -> line.contains("$.responses[0].mode"))
        .anyMatch(line -> line.contains("was not put: 3 problems"));
    assertThat(store.current().orElseThrow().text()).isEqualTo(policy);
    assertThat(store.lastGood()).contains(policy);
  }

  @Test
  void a_rule_that_has_expired_by_today_is_refused_as_check_refuses_it() {
    Ran ran = terminal().run("policy", "put", FIXTURES + "policy-expired.json");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(store.current()).isEmpty();
  }

  @Test
  void warnings_are_shown_and_stop_nothing() {
    Ran ran = terminal().run("policy", "put", FIXTURES + "policy-with-warning.json");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).contains("policy-with-warning.json", "warning: $.allow[0]");
    assertThat(store.current()).isPresent();
  }

  @Test
  void a_bad_policy_that_came_by_another_way_is_replaced_and_kept_like_any_other() {
    store.replace(null, "not a policy");

    Ran ran = put(policy);

    assertThat(ran.exitCode()).isZero();
    assertThat(store.versions()).hasSize(1);
    assertThat(store.version(store.versions().get(0))).contains("not a policy");
  }

  @Test
  void whoever_is_overtaken_is_told_by_what_and_what_to_do_and_replaces_nothing() {
    put(policy);
    try (Detour detour =
        new Detour(
            account, request -> request.endsWith("/policy.json") && request.startsWith("PUT"))) {
      detour.meanwhile(() -> put(another));

      Ran ran =
          terminal(Map.of("AzureWebJobsStorage", detour.connectionString()))
              .typing(policy + "\n// ours\n")
              .run("policy", "put", "-");

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err())
          .contains("somebody else changed the policy meanwhile", hash(another), "policy get")
          .doesNotContain("\tat ");
      assertThat(store.current().orElseThrow().text()).isEqualTo(another);
      assertThat(store.lastGood()).contains(another);
    }
  }

  @Test
  void whoever_is_overtaken_with_the_first_policy_replaces_nothing_either() {
    try (Detour detour =
        new Detour(
            account, request -> request.endsWith("/policy.json") && request.startsWith("PUT"))) {
      detour.meanwhile(() -> put(another));

      Ran ran =
          terminal(Map.of("AzureWebJobsStorage", detour.connectionString()))
              .run("policy", "put", POLICY);

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(store.current().orElseThrow().text()).isEqualTo(another);
    }
  }

  @Test
  void what_is_replaced_is_kept_before_it_is_replaced() {
    put(policy);
    try (Detour detour =
        new Detour(
            account, request -> request.endsWith("/policy.json") && request.startsWith("PUT"))) {
      detour.meanwhile(() -> assertThat(store.versions()).hasSize(1));

      Ran ran =
          terminal(Map.of("AzureWebJobsStorage", detour.connectionString()))
              .typing(another)
              .run("policy", "put", "-");

      assertThat(ran.exitCode()).isZero();
    }
  }

  @Test
  void versions_lists_the_one_in_force_and_those_before_it_the_newest_first() {
    put(policy);
    put(another);
    PolicyStore.Version inForce = store.current().orElseThrow().version();
    PolicyStore.Version before = store.versions().get(0);

    Ran text = terminal().run("policy", "versions");
    Ran json = terminal().run("policy", "versions", "--json");

    assertThat(text.lines())
        .containsExactly(
            inForce.name()
                + "  "
                + inForce.since()
                + "  sha256:"
                + inForce.digits()
                + "…  in force",
            before.name() + "  " + before.since() + "  sha256:" + before.digits() + "…");
    List<JsonObject> lines =
        json.lines().stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).get("inForce").getAsBoolean()).isTrue();
    assertThat(lines.get(0).get("version").getAsString()).isEqualTo(inForce.name());
    assertThat(lines.get(1).get("inForce").getAsBoolean()).isFalse();
    assertThat(lines.get(1).get("sha256").getAsString()).isEqualTo(before.digits());
    assertThat(terminal().run("policy", "get", "--version", inForce.name()).out())
        .isEqualTo(another);
  }

  @Test
  void what_is_not_there_is_said_with_what_to_do() {
    Ran get = terminal().run("policy", "get");
    Ran version = terminal().run("policy", "get", "--version", "20260101T000000Z-0123456789ab");
    Ran nonsense = terminal().run("policy", "get", "--version", "../../secrets");
    Ran versions = terminal().run("policy", "versions");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err()).contains("policy put");
    assertThat(version.exitCode()).isEqualTo(2);
    assertThat(version.err()).contains("20260101T000000Z-0123456789ab", "policy versions");
    assertThat(nonsense.exitCode()).isEqualTo(2);
    assertThat(nonsense.err()).contains("policy versions");
    assertThat(versions)
        .isEqualTo(new Ran(0, "", "no policy is in force but the one packaged with the app\n"));
  }

  /** Environments in which the storage cannot be had, with the exit code and what is told. */
  static List<Trouble> troubles() {
    String key = "AccountKey=" + CANARY + ";";
    return List.of(
        new Trouble(Map.of(), 2, "AzureWebJobsStorage__accountName"),
        new Trouble(Map.of("AzureWebJobsStorage", CANARY), 2, "is no connection string"),
        new Trouble(
            Map.of(
                "AzureWebJobsStorage", "UseDevelopmentStorage=true", "SNAPWARDEN_POLICY", CANARY),
            2,
            "SNAPWARDEN_POLICY names no blob"),
        new Trouble(
            Map.of("AzureWebJobsStorage", "@Microsoft.KeyVault(SecretUri=https://" + CANARY + ")"),
            2,
            "Key Vault reference"),
        new Trouble(
            Map.of(
                "AzureWebJobsStorage",
                "AccountName=a;" + key + "BlobEndpoint=http://127.0.0.1:9/a;"),
            1,
            "nobody listens there"),
        new Trouble(
            Map.of(
                "AzureWebJobsStorage",
                "AccountName=a;" + key + "BlobEndpoint=http://no-such-host.invalid/a;"),
            1,
            "no host of the name"),
        new Trouble(
            Map.of(
                "AzureWebJobsStorage",
                Azurite.shared().connectionString().replaceFirst("AccountKey=[^;]*;", key)),
            1,
            "refuses it (403"),
        new Trouble(
            Map.of(
                "AzureWebJobsStorage",
                Azurite.shared()
                    .connectionString()
                    .replaceAll("acc[0-9a-f]{16}", "nosuchaccount")
                    .replaceFirst("AccountKey=[^;]*;", key)),
            1,
            "AzureWebJobsStorage"),
        new Trouble(
            Map.of("AzureWebJobsStorage__accountName", "contoso", "PATH", ""), 1, "az login"));
  }

  record Trouble(Map<String, String> environment, int exitCode, String told) {
    @Override
    public String toString() {
      return told;
    }
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void a_storage_that_cannot_be_had_is_said_with_its_setting_and_without_a_trace_or_a_key(
      Trouble trouble) {
    for (List<String> command :
        List.of(List.of("put", POLICY), List.of("get"), List.of("versions"))) {
      Terminal terminal = terminal(trouble.environment());

      Ran ran =
          terminal.run(
              java.util.stream.Stream.concat(java.util.stream.Stream.of("policy"), command.stream())
                  .toArray(String[]::new));

      assertThat(ran.exitCode()).as(ran.err()).isEqualTo(trouble.exitCode());
      assertThat(ran.err())
          .contains(trouble.told())
          .containsAnyOf("AzureWebJobsStorage", "SNAPWARDEN_POLICY")
          .doesNotContain(CANARY)
          .doesNotContain("\tat ", "Exception");
      assertThat(ran.out()).isEmpty();
    }
  }
}
