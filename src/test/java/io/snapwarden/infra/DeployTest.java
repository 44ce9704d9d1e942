package io.snapwarden.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts from end to end, with a stand-in for the Azure CLI that is strict. */
class DeployTest {

  /** What stays when the rest is removed. */
  private static final List<String> EVIDENCE =
      List.of("Microsoft.OperationalInsights/workspaces", "Microsoft.Storage/storageAccounts");

  private static final String[] BOTH = {
    "--guard", AzWorld.SUBSCRIPTION, "--guard", AzWorld.ANOTHER
  };

  /** A world in which it was deployed, and how that went. */
  private record Deployed(AzWorld world, AzWorld.Run run) {}

  /** By the options, what the tests that begin with the same deployment share. */
  private static final Map<List<String>, Deployed> DEPLOYED = new HashMap<>();

  @TempDir private static Path shared;
  private static Tools tools;

  @TempDir private Path folder;
  private AzWorld world;

  @BeforeAll
  static void play() throws IOException {
    tools = new Tools();
  }

  @AfterAll
  static void end() throws IOException {
    DEPLOYED.clear();
    tools.close();
  }

  @BeforeEach
  void start() throws IOException {
    world = world(folder, "world");
  }

  private static AzWorld world(Path folder, String name) throws IOException {
    return new AzWorld(Files.createDirectories(folder.resolve(name + "/clone")), tools);
  }

  /** Has the world be one that was new when it was deployed with these options. */
  private AzWorld.Run deployed(String... options) throws IOException {
    Deployed deployed = DEPLOYED.get(List.of(options));
    if (deployed == null) {
      AzWorld first = world(shared, "deployed-" + DEPLOYED.size());
      deployed = new Deployed(first, first.deploy(options));
      DEPLOYED.put(List.of(options), deployed);
    }
    done(deployed.run());
    world.become(deployed.world());
    return deployed.run();
  }

  private static void done(AzWorld.Run run) {
    assertThat(run.code()).as(run.text()).isZero();
  }

  private JsonArray resources(String subscription) throws IOException {
    JsonObject group =
        world.subscription(subscription).getAsJsonObject("groups").getAsJsonObject("guard");
    return group == null ? new JsonArray() : group.getAsJsonArray("resources");
  }

  private List<String> types(String subscription) throws IOException {
    return resources(subscription).asList().stream()
        .map(each -> each.getAsJsonObject().get("type").getAsString())
        .sorted()
        .toList();
  }

  private JsonObject topic(String subscription) throws IOException {
    return world.subscription(subscription).getAsJsonArray("topics").get(0).getAsJsonObject();
  }

  private JsonObject role(String subscription) throws IOException {
    return world
        .subscription(subscription)
        .getAsJsonObject("roles")
        .getAsJsonObject("Snapwarden snapwarden " + subscription);
  }

  @Test
  void one_command_deploys_all_of_it_and_sees_that_a_verdict_comes_out() throws IOException {
    AzWorld.Run run = deployed();

    assertThat(run.text())
        .contains(
            "an incident came of it",
            "guards in mode observe",
            "snapwardenstorage java -jar target/snapwarden.jar incidents list");
    assertThat(world.state().getAsJsonObject("app").getAsJsonArray("functions"))
        .containsExactly(JsonParser.parseString("\"OnSnapshotWrite\""));
    assertThat(topic(AzWorld.SUBSCRIPTION).getAsJsonArray("eventSubscriptions")).hasSize(1);
    assertThat(Files.readString(folder.resolve("world/world.json.policy")))
        .isEqualTo(Files.readString(Path.of("src/test/resources/sandbox/policy.json")));
    assertThat(world.subscription(AzWorld.SUBSCRIPTION).getAsJsonObject("providers").keySet())
        .contains("Microsoft.EventGrid", "Microsoft.KeyVault", "Microsoft.Storage");
  }

  @Test
  void the_role_while_it_observes_writes_nothing_and_the_one_while_it_acts_does()
      throws IOException {
    deployed();
    JsonArray observing = role(AzWorld.SUBSCRIPTION).getAsJsonArray("actions");
    done(world.deploy("--mode", "remediate"));
    JsonArray acting = role(AzWorld.SUBSCRIPTION).getAsJsonArray("actions");

    assertThat(observing).isNotEmpty().allMatch(action -> action.getAsString().endsWith("/read"));
    assertThat(acting)
        .anyMatch(action -> action.getAsString().endsWith("/write"))
        .containsAll(observing);
  }

  @Test
  void a_second_run_changes_nothing_and_keeps_the_mode() throws IOException {
    deployed("--mode", "ticket");
    Map<String, JsonElement> before = world.azure();

    AzWorld.Run run = world.deploy();

    done(run);
    assertThat(run.text()).contains("guards in mode ticket");
    assertThat(world.azure()).isEqualTo(before);
  }

  @Test
  void wherever_azure_refuses_it_says_where_and_the_next_run_comes_to_the_same_end()
      throws IOException {
    deployed(BOTH);
    Map<String, JsonElement> undisturbed = world.azure();
    world = world(folder, "disturbed");
    world.refuseEachChangeOnce();

    int stopped = 0;
    AzWorld.Run run = world.deploy(BOTH);
    while (run.code() != 0) {
      stopped++;
      assertThat(run.code()).as(run.text()).isEqualTo(1);
      assertThat(run.text()).contains("was told to fail", "stopped at: ", "it goes on");
      run = world.deploy(BOTH);
    }

    assertThat(world.azure()).isEqualTo(undisturbed);
    // The event alone is tried again by the run that was refused.
    assertThat(world.refusedChanges())
        .hasSize(stopped + 1)
        .extracting(
            each -> each.replace(AzWorld.SUBSCRIPTION, "HERE").replace(AzWorld.ANOTHER, "THERE"))
        .containsExactly(
            "provider register HERE Microsoft.EventGrid",
            "group create HERE guard",
            "deployment group create HERE guard snapwarden-main",
            "functionapp deployment source config-zip HERE guard snapwarden-app",
            "deployment sub create HERE snapwarden-role",
            "deployment sub create THERE snapwarden-role",
            "deployment group create HERE guard snapwarden-events",
            "group create THERE guard",
            "deployment group create THERE guard snapwarden-events",
            "rest");
  }

  @Test
  void several_subscriptions_each_get_their_role_and_their_events() throws IOException {
    done(world.deploy("--guard", AzWorld.SUBSCRIPTION, "--guard", AzWorld.ANOTHER + "/aks-prod"));

    for (String each : List.of(AzWorld.SUBSCRIPTION, AzWorld.ANOTHER)) {
      assertThat(role(each)).as(each).isNotNull();
      assertThat(topic(each).getAsJsonArray("eventSubscriptions")).as(each).hasSize(1);
    }
    assertThat(world.state().getAsJsonObject("app").getAsJsonObject("values").get("subscriptions"))
        .isEqualTo(
            JsonParser.parseString(
                "[\"%s\",\"%s\"]".formatted(AzWorld.SUBSCRIPTION, AzWorld.ANOTHER)));
    assertThat(
            topic(AzWorld.ANOTHER)
                .getAsJsonArray("eventSubscriptions")
                .get(0)
                .getAsJsonObject()
                .get("groups"))
        .isEqualTo(JsonParser.parseString("[\"aks-prod\"]"));
    assertThat(world.subscription(AzWorld.ANOTHER).getAsJsonObject("assignments").toString())
        .contains("\"groups\":[\"aks-prod\"]")
        .contains("\"groups\":[]");
  }

  private void addTopic(String identity) throws IOException {
    JsonObject state = world.state();
    JsonObject topic =
        JsonParser.parseString(
                "{\"name\":\"theirs\",\"resourceGroup\":\"hub\",\"topicType\":\"microsoft.resources.subscriptions\","
                    + "\"identity\":"
                    + identity
                    + ",\"eventSubscriptions\":[{\"name\":\"theirs-too\"}]}")
            .getAsJsonObject();
    state
        .getAsJsonObject("subscriptions")
        .getAsJsonObject(AzWorld.SUBSCRIPTION)
        .getAsJsonArray("topics")
        .add(topic);
    save(state);
  }

  private void save(JsonObject state) throws IOException {
    world.save(state);
  }

  @Test
  void a_topic_that_is_there_is_used_and_stays_when_snapwarden_goes() throws IOException {
    addTopic("{\"type\":\"SystemAssigned\",\"principalId\":\"topic\"}");

    AzWorld.Run run = world.deploy();
    done(run);
    assertThat(run.text()).contains("theirs, which is there");
    assertThat(topic(AzWorld.SUBSCRIPTION).getAsJsonArray("eventSubscriptions").toString())
        .contains("snapwarden-snapshot-writes");

    done(world.remove());
    assertThat(topic(AzWorld.SUBSCRIPTION).get("name").getAsString()).isEqualTo("theirs");
    assertThat(topic(AzWorld.SUBSCRIPTION).getAsJsonArray("eventSubscriptions").toString())
        .doesNotContain("snapwarden-snapshot-writes");
  }

  @Test
  void a_topic_without_an_identity_is_told_with_its_cure() throws IOException {
    addTopic("null");

    AzWorld.Run run = world.deploy();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.text())
        .contains("az eventgrid system-topic update", "--name theirs --identity systemassigned");
  }

  @Test
  void what_if_changes_nothing_before_there_is_anything_and_after() throws IOException {
    Map<String, JsonElement> nothing = world.azure();
    AzWorld.Run first = world.deploy("--what-if");
    done(first);
    assertThat(first.text()).contains("guard would be made in westeurope", "snapshots/read");
    assertThat(world.azure()).isEqualTo(nothing);
    assertThat(world.state().get("changes").getAsInt()).isZero();

    deployed();
    Map<String, JsonElement> before = world.azure();
    AzWorld.Run second = world.deploy("--what-if", "--mode", "remediate");

    done(second);
    assertThat(second.text()).contains("Resource changes");
    assertThat(world.azure()).isEqualTo(before);
    assertThat(world.state().get("changes").getAsInt()).isZero();
  }

  @Test
  void the_key_of_the_webhook_is_neither_printed_nor_an_argument() throws IOException {
    AzWorld.Run run = deployed();

    assertThat(run.text()).doesNotContain(AzWorld.KEY);
    assertThat(world.everythingSaidToAzure()).doesNotContain(AzWorld.KEY);
  }

  @Test
  void an_app_that_takes_the_event_and_records_nothing_is_a_failure() throws IOException {
    JsonObject state = world.state();
    state.addProperty("deaf", true);
    save(state);

    AzWorld.Run run = world.deploy();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.text()).contains("no incident came of it", "stopped at: a synthetic event");
  }

  @Test
  void a_policy_that_cannot_be_used_ends_it_before_anything_is_touched() throws IOException {
    Files.writeString(world.root().resolve("the policy.json"), "{\"version\": 1}");

    AzWorld.Run run = world.deploy();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.text()).contains("the policy.json", "tenant", "cannot be put in force");
    assertThat(world.state().get("changes").getAsInt()).isZero();
  }

  @Test
  void without_a_login_it_says_what_to_do() throws IOException {
    JsonObject state = world.state();
    state.remove("user");
    save(state);

    AzWorld.Run run = world.deploy();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.text()).contains("nobody is signed in: run az login");
  }

  @Test
  void a_missing_tool_is_named_with_its_cure() throws IOException {
    world.without("az");

    AzWorld.Run run = world.deploy();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.text()).contains("az is missing: install");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mode|everything|observe, ticket, approve or remediate",
        "--guard|production|a subscription's id, a GUID",
        "--guard|55555555-5555-5555-5555-555555555555/a b|is no name of a resource group",
        "--guard|55555555-5555-5555-5555-555555555555/a\"b|is no name of a resource group",
        "--name|Has Spaces|3 to 20 lower-case letters",
        "--name|x'; rm -rf /|3 to 20 lower-case letters",
        "--policy|nowhere.json|there is no such file",
        "--settings|nowhere.json|there is no such file",
        "--operator|olga|TYPE:ID",
        "--operator|robot:55555555-5555-5555-5555-555555555555|user:ID, group:ID or service-principal:ID",
        "--alert-email|not a mail|a mail address",
        "--alert-email|a@b\",\"c@d|a mail address",
        "--secret-setting|PATH|a setting of a desk",
        "--evidence-days|ten|a whole number",
        "--location|nowhere|does not offer Flex Consumption",
        "--subscription|Nobody's|that you can see",
        "--verbose|x|is no option"
      })
  void what_makes_no_sense_is_refused_with_its_place_before_anything_is_touched(
      String option, String value, String problem) throws IOException {
    AzWorld.Run run = world.deploy(option, value, "--skip-check");

    assertThat(run.code()).as(run.text()).isEqualTo(2);
    assertThat(run.text()).contains(problem);
    assertThat(world.calls())
        .doesNotContain("group create", "deployment group create", "deployment sub create");
  }

  @Test
  void an_option_without_its_value_and_missing_options_are_told_where_nobody_can_be_asked()
      throws IOException {
    assertThat(world.script("deploy.sh", List.of("--mode")).text())
        .contains("--mode needs a value");
    assertThat(world.script("deploy.sh", List.of()).text()).contains("Add --subscription ID");
    assertThat(world.script("remove.sh", List.of("--subscription", "x", "--resource-group", "g")))
        .satisfies(run -> assertThat(run.code()).isEqualTo(2));
  }

  @Test
  void removing_keeps_the_evidence_and_says_so() throws IOException {
    deployed(BOTH);

    AzWorld.Run run = world.remove(BOTH);

    done(run);
    assertThat(run.text()).contains("which keeps incidents, tickets, policies and evidence");
    assertThat(types(AzWorld.SUBSCRIPTION)).isEqualTo(EVIDENCE);
    assertThat(world.subscription(AzWorld.ANOTHER).getAsJsonObject("groups").has("guard"))
        .isFalse();
    for (String each : List.of(AzWorld.SUBSCRIPTION, AzWorld.ANOTHER)) {
      JsonObject subscription = world.subscription(each);
      assertThat(subscription.getAsJsonObject("roles").keySet()).as(each).isEmpty();
      assertThat(subscription.getAsJsonObject("assignments").keySet()).as(each).isEmpty();
      assertThat(subscription.getAsJsonArray("topics")).as(each).isEmpty();
    }
  }

  @Test
  void removing_the_evidence_too_leaves_nothing_and_a_second_time_is_no_error() throws IOException {
    deployed();

    done(world.remove("--delete-evidence"));
    assertThat(world.subscription(AzWorld.SUBSCRIPTION).getAsJsonObject("groups").keySet())
        .isEmpty();

    done(world.remove("--delete-evidence"));
  }

  @Test
  void wherever_removing_is_refused_the_next_run_comes_to_the_same_end() throws IOException {
    deployed();
    world.refuseEachChangeOnce();

    int stopped = 0;
    AzWorld.Run run = world.remove();
    while (run.code() != 0) {
      stopped++;
      assertThat(run.code()).as(run.text()).isEqualTo(1);
      assertThat(run.text()).contains("was told to fail", "stopped at: ");
      run = world.remove();
    }

    assertThat(world.refusedChanges())
        .hasSize(stopped)
        .hasSizeGreaterThan(10)
        .extracting(each -> each.split(" " + AzWorld.SUBSCRIPTION)[0])
        .contains(
            "eventgrid system-topic event-subscription delete",
            "role assignment delete",
            "role definition delete",
            "resource delete");
    assertThat(types(AzWorld.SUBSCRIPTION)).isEqualTo(EVIDENCE);
    assertThat(world.subscription(AzWorld.SUBSCRIPTION).getAsJsonObject("roles").keySet())
        .isEmpty();
  }

  @Test
  void what_was_removed_can_be_deployed_again_beside_its_evidence() throws IOException {
    deployed("--mode", "ticket");
    done(world.remove());

    AzWorld.Run run = world.deploy();

    done(run);
    assertThat(run.text()).contains("guards in mode observe");
    assertThat(topic(AzWorld.SUBSCRIPTION).getAsJsonArray("eventSubscriptions")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eventgrid system-topic list",
        "resource list",
        "role assignment list",
        "identity show",
        "role definition list"
      })
  void removing_stops_before_the_app_where_azure_does_not_say_what_there_is(String command)
      throws IOException {
    deployed();
    world.refuse(command);

    AzWorld.Run run = world.remove();

    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.text()).contains("was told to fail", "stopped at: ");
    assertThat(types(AzWorld.SUBSCRIPTION)).contains("Microsoft.Web/sites");
  }

  @Test
  void the_role_comes_before_a_mode_that_needs_it() throws IOException {
    deployed();
    Files.delete(folder.resolve("world/world.json.calls"));

    done(world.deploy("--mode", "remediate"));

    assertThat(world.calls())
        .containsSubsequence("deployment sub create", "deployment group create", "rest");
  }

  @Test
  void whoever_deploys_is_an_operator_beside_those_that_are_named() throws IOException {
    done(world.deploy("--operator", "group:12345678-1234-1234-1234-123456789012"));

    assertThat(world.state().getAsJsonObject("app").getAsJsonObject("values").get("operators"))
        .isEqualTo(
            JsonParser.parseString(
                "[{\"id\":\"12345678-1234-1234-1234-123456789012\",\"type\":\"Group\"},"
                    + "{\"id\":\"99999999-9999-9999-9999-999999999999\",\"type\":\"User\"}]"));
  }

  @Test
  void a_vault_that_was_removed_is_taken_up_again() throws IOException {
    JsonObject state = world.state();
    state.add(
        "deletedVaults",
        JsonParser.parseString(
            "[{\"name\":\"old\",\"properties\":{\"tags\":{\"snapwarden\":\"snapwarden\"},\"vaultId\":\"/subscriptions/x/resourceGroups/guard/providers/y\"}},"
                + "{\"name\":\"others\",\"properties\":{\"tags\":null,\"vaultId\":\"/subscriptions/x/resourceGroups/guard/providers/z\"}}]"));
    save(state);

    AzWorld.Run run = world.deploy();

    done(run);
    assertThat(run.text()).contains("old is recovered");
    assertThat(world.state().get("deletedVaults").toString()).contains("others");
  }
}
