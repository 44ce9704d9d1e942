package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

  private static final Principal MALLORY =
      Principal.user(Writes.MALLORY.toString(), "mallory@contoso.example");
  private static final Instant AT = Instant.parse("2026-12-01T11:59:00Z");

  private final ResourceId target = Writes.snapshot("aks-prod-1", "rollback");
  private final SimulatedArm arm = SimulatedArm.start(() -> Terminal.TODAY);

  /** Who plans needs no right that changes anything. */
  private final GeneratedRole reader = new GeneratedRole(arm, Desk.ALICE);

  private final IdentityEndpoint identity = IdentityEndpoint.start(Desk.ALICE);
  private final Map<String, String> environment = new HashMap<>(identity.environment());

  @TempDir private Path folder;

  @BeforeEach
  void mallory_wrote_a_snapshot() {
    GivenEnvironment.set(identity.environment());
    environment.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    environment.put("PATH", "");
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("tags", JsonParser.parseString("{\"team\":\"blue\"}"));
    snapshot.add("properties", new JsonObject());
    arm.putSnapshot(target.text(), snapshot, MALLORY, AT);
  }

  @AfterEach
  void end() {
    GivenEnvironment.reset();
    identity.close();
    arm.close();
  }

  private String policy(String remediations) {
    try {
      String text =
          Files.readString(Path.of(Terminal.POLICY))
              .replace("[\"tag-snapshot\", \"lock-snapshot\"]", remediations);
      return Files.writeString(folder.resolve("policy.json"), text).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String event(ResourceId target) {
    return Events.snapshotWrite(
            target, Events.user(MALLORY.objectId(), "mallory@contoso.example"), AT, "correlation")
        .toString();
  }

  private Ran plan(String policy, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "plan";
    args[1] = "--policy";
    args[2] = policy;
    System.arraycopy(more, 0, args, 3, more.length);
    args[args.length - 1] = "-";
    reader.ofPolicy(text(policy), Mode.OBSERVE);
    return terminal().in(environment).typing(event(target)).run(args);
  }

  @Test
  void each_change_is_shown_from_what_to_what_and_none_is_made() {
    Ran ran = plan(Terminal.POLICY);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "violation   unknown-caller\n",
            "  response  production: remediate (tag-snapshot, lock-snapshot)\n",
            "\n  1  tag-snapshot: 1 change\n",
            "\n      PATCH " + target + "\n",
            "\n        + tags.snapwarden-incident: \"",
            "\n        + tags.snapwarden-quarantined-at: \"2026-12-01T11:59:00Z\"\n",
            "\n  2  lock-snapshot: 1 change\n",
            "\n        + properties.level: \"CanNotDelete\"\n")
        .doesNotContain("tags.team");
    assertThat(arm.writes()).isEmpty();
  }

  @Test
  void programs_read_what_decide_says_and_the_steps_with_each_difference() {
    Ran ran = plan(Terminal.POLICY, "--json");

    JsonObject line = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(line.get("verdict").getAsString()).isEqualTo("violation");
    JsonArray steps = line.getAsJsonArray("steps");
    JsonObject tag = steps.get(0).getAsJsonObject();
    assertThat(tag.get("remediation").getAsString()).isEqualTo("tag-snapshot");
    assertThat(tag.get("outcome").getAsString()).isEqualTo("changes");
    assertThat(tag.get("approval").getAsBoolean()).isFalse();
    JsonObject change = tag.getAsJsonArray("changes").get(0).getAsJsonObject();
    assertThat(change.keySet())
        .containsExactly("summary", "resource", "method", "path", "apiVersion", "differences");
    JsonObject difference = change.getAsJsonArray("differences").get(0).getAsJsonObject();
    assertThat(difference.get("path").getAsString()).isEqualTo("tags.snapwarden-incident");
    assertThat(difference.get("from").isJsonNull()).isTrue();
    assertThat(steps).hasSize(2);
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void later_steps_are_planned_on_what_earlier_ones_would_do() {
    Ran ran = plan(policy("[\"delete-snapshot\", {\"remediation\": \"upgrade-nothing\"}]"));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("upgrade-nothing");

    Ran gone = plan(policy("[\"tag-snapshot\", \"delete-snapshot\"]"));

    assertThat(gone.out()).contains("\n  2  delete-snapshot: 1 change\n", "        - id: \"");
    assertThat(gone.out()).contains("        - tags.snapwarden-incident: \"");
  }

  @Test
  void what_is_so_already_and_what_is_refused_says_so_and_what_follows_is_not_planned() {
    arm.remove(target.text());

    Ran gone = plan(Terminal.POLICY);

    assertThat(gone.out())
        .contains("  1  tag-snapshot: nothing to change: the snapshot is gone already\n");

    JsonObject old = new JsonObject();
    old.add("properties", new JsonObject());
    arm.putSnapshot(target.text(), old, MALLORY, AT.minusSeconds(86_400));
    Ran refused = plan(Terminal.POLICY);

    assertThat(refused.out())
        .contains(
            "  1  tag-snapshot: refused: Azure knows of no such write",
            "  2  lock-snapshot: refused: would not be done, for tag-snapshot would not\n");
    assertThat(refused.exitCode()).isZero();
  }

  @Test
  void an_azure_that_does_not_let_itself_be_read_is_a_failure_and_not_an_empty_plan() {
    arm.faults().every(call -> true, Fault.error(403, "AuthorizationFailed", "no"));

    Ran ran = plan(Terminal.POLICY);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("tag-snapshot: failed: Azure answered 403 AuthorizationFailed");
  }

  @Test
  void nobody_signed_in_is_a_failure() {
    environment.remove("IDENTITY_ENDPOINT");
    environment.remove("IDENTITY_HEADER");

    Ran ran = plan(Terminal.POLICY);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("tag-snapshot: retry: no token for Azure");
  }

  @Test
  void what_is_no_violation_needs_no_azure() {
    environment.put("SNAPWARDEN_ARM_ENDPOINT", "https://127.0.0.1:1");
    String allowed =
        Events.snapshotWrite(
                Writes.snapshot("aks-prod-1", "nightly-7"),
                Events.application(
                    "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222"),
                AT,
                "correlation")
            .toString();

    Ran ran =
        terminal()
            .in(environment)
            .typing("[" + allowed + ", {\"x\": 1}]")
            .run("plan", "--policy", Terminal.POLICY, "-");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0)).startsWith("allowed ");
  }

  @Test
  void an_endpoint_that_must_not_see_a_token_is_bad_input() {
    environment.put("SNAPWARDEN_ARM_ENDPOINT", "http://example.org");

    Ran ran = plan(Terminal.POLICY);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("SNAPWARDEN_ARM_ENDPOINT");
  }

  @Test
  void hostile_names_do_nothing_to_the_terminal() {
    JsonObject snapshot = new JsonObject();
    snapshot.add("tags", JsonParser.parseString("{\"snapwarden-incident\":\"\\u001b[2J\\u202e\"}"));
    snapshot.add("properties", new JsonObject());
    arm.putSnapshot(target.text(), snapshot, MALLORY, AT);

    Ran ran = plan(Terminal.POLICY);

    assertThat(ran.out()).contains("~ tags.snapwarden-incident").doesNotContain("\u001b", "\u202e");
    assertThat(
            terminal()
                .inColour()
                .in(environment)
                .typing(event(target))
                .run("plan", "--policy", Terminal.POLICY, "-")
                .out())
        .doesNotContain("\u001b[2J");
  }

  @Test
  void what_a_step_would_add_to_a_collection_is_there_for_those_after_it() {
    String cluster =
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/managedClusters/prod";
    String workspace =
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.OperationalInsights/workspaces/new-logs";
    arm.put(
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1",
        JsonParser.parseString("{\"location\":\"westeurope\"}").getAsJsonObject());
    arm.put(cluster, JsonParser.parseString("{\"properties\":{}}").getAsJsonObject());
    String logging =
        "{\"remediation\": \"enable-container-logging\", \"workspace\": \"%s\", \"clusters\": [\"%s\"]}"
            .formatted(workspace, cluster);

    Ran ran =
        plan(
            policy(
                "[{\"remediation\": \"ensure-log-analytics-workspace\", \"workspace\": \"%s\"}, %s]"
                    .formatted(workspace, logging)));

    assertThat(ran.out())
        .contains(
            "  1  ensure-log-analytics-workspace: 1 change\n",
            "  2  enable-container-logging: 1 change\n",
            "+ properties.sku.name: \"PerGB2018\"");
    assertThat(arm.writes()).isEmpty();
  }
}
