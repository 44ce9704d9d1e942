package io.snapwarden.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.playbook.LeastRole;
import io.snapwarden.storage.BlobEvidence;
import io.snapwarden.storage.QueueSchedule;
import io.snapwarden.storage.TableBudgets;
import io.snapwarden.storage.TableIncidents;
import io.snapwarden.storage.TableTickets;
import io.snapwarden.storage.TableWatermarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The templates hang together, and name only what there is; no compiler was at hand for more. */
class TemplatesTest {

  private static final Path INFRA = Path.of("infra");

  /**
   * Types and api-versions as Azure publishes them for Bicep, in the repository
   * Azure/bicep-types-az (2026-08). The alerts' and the workbook's are in its {@code
   * generated/monitor} and {@code generated/applicationinsights}, the others in the folder that is
   * called like their provider.
   */
  private static final Set<String> PUBLISHED =
      Set.of(
          "Microsoft.Authorization/roleAssignments@2022-04-01",
          "Microsoft.Authorization/roleDefinitions@2022-04-01",
          "Microsoft.EventGrid/systemTopics@2025-02-15",
          "Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15",
          "Microsoft.Insights/actionGroups@2023-01-01",
          "Microsoft.Insights/components@2020-02-02",
          "Microsoft.Insights/diagnosticSettings@2021-05-01-preview",
          "Microsoft.Insights/metricAlerts@2018-03-01",
          "Microsoft.Insights/scheduledQueryRules@2023-12-01",
          "Microsoft.Insights/workbooks@2023-06-01",
          "Microsoft.KeyVault/vaults@2025-05-01",
          "Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30",
          "Microsoft.OperationalInsights/workspaces@2025-07-01",
          "Microsoft.Resources/resourceGroups@2025-04-01",
          "Microsoft.Storage/storageAccounts@2025-06-01",
          "Microsoft.Storage/storageAccounts/blobServices@2025-06-01",
          "Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01",
          "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01",
          "Microsoft.Storage/storageAccounts/queueServices@2025-06-01",
          "Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01",
          "Microsoft.Storage/storageAccounts/tableServices@2025-06-01",
          "Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01",
          "Microsoft.Web/serverfarms@2025-03-01",
          "Microsoft.Web/sites@2025-03-01",
          "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01",
          "Microsoft.Web/sites/config@2025-03-01");

  /** Microsoft Learn, "Azure built-in roles"; the same in every tenant. */
  private static final Map<String, String> ROLES =
      Map.of(
          "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner",
          "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor",
          "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor",
          "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "Storage Queue Data Message Sender",
          "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor",
          "4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User",
          "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer",
          "3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher");

  /** Microsoft Learn, "Event filtering": in all advanced filters of one event subscription. */
  private static final int MOST_FILTER_VALUES = 25;

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static Map<String, JsonObject> files;

  @BeforeAll
  static void read() {
    files = Bicep.read(INFRA);
  }

  private static String source(String name) throws IOException {
    return Files.readString(INFRA.resolve(name));
  }

  @Test
  void the_grammar_finds_no_error_in_them_and_does_in_a_broken_one() throws IOException {
    Path broken = Files.createDirectories(Path.of("target", "broken-bicep"));
    Files.writeString(
        broken.resolve("broken.bicep"), source("role.bicep").replaceFirst("properties: \\{", "{"));

    assertThat(files).hasSize(7);
    assertThat(files.values())
        .allSatisfy(file -> assertThat(Bicep.texts(file, "errors")).as("" + file).isEmpty());
    assertThat(Bicep.texts(Bicep.read(broken).get("broken.bicep"), "errors")).isNotEmpty();
  }

  @Test
  void every_resource_is_of_a_published_type_and_version() {
    files.forEach(
        (name, file) ->
            assertThat(Bicep.texts(file, "resources", "type")).as(name).isSubsetOf(PUBLISHED));
  }

  @Test
  void every_module_is_there_and_is_given_the_parameters_that_it_needs_and_no_others() {
    int modules = 0;
    for (JsonObject file : files.values()) {
      for (JsonElement element : file.getAsJsonArray("modules")) {
        JsonObject module = element.getAsJsonObject();
        JsonObject target = files.get(module.get("path").getAsString());
        assertThat(target).as(module.toString()).isNotNull();
        Set<String> known = new HashSet<>(Bicep.texts(target, "parameters", "name"));
        Set<String> needed = new TreeSet<>(known);
        for (JsonElement parameter : target.getAsJsonArray("parameters")) {
          if (parameter.getAsJsonObject().get("hasDefault").getAsBoolean()) {
            needed.remove(parameter.getAsJsonObject().get("name").getAsString());
          }
        }
        List<String> given = Bicep.texts(module, "params");
        assertThat(given).as(module.toString()).containsAll(needed).isSubsetOf(known);
        modules++;
      }
    }
    assertThat(modules).isPositive();
  }

  @Test
  void every_parameter_and_variable_is_used() {
    files.forEach(
        (name, file) -> {
          List<String> used = Bicep.texts(file, "uses");
          assertThat(used).as(name).containsAll(Bicep.texts(file, "parameters", "name"));
          assertThat(used).as(name).containsAll(Bicep.texts(file, "variables"));
        });
  }

  @Test
  void every_role_that_is_assigned_is_the_one_that_the_comment_beside_it_names()
      throws IOException {
    Set<String> assigned = new TreeSet<>();
    for (String name : files.keySet()) {
      for (String line : source(name).split("\\R")) {
        Matcher guid = GUID.matcher(line);
        while (guid.find()) {
          assertThat(ROLES).as(name).containsKey(guid.group());
          assertThat(line).as(name).endsWith("// " + ROLES.get(guid.group()));
          assigned.add(guid.group());
        }
      }
    }
    assertThat(assigned).containsExactlyInAnyOrderElementsOf(ROLES.keySet());
  }

  @Test
  void the_events_are_those_of_the_snapshots_that_the_app_knows() throws IOException {
    String subscription = source("event-subscription.bicep");

    for (SnapshotKind kind : SnapshotKind.values()) {
      assertThat(subscription).containsIgnoringCase("'" + kind.type() + "/write'");
    }
    assertThat(subscription)
        .contains(
            "'Microsoft.Resources.ResourceWriteSuccess'",
            "'Microsoft.Resources.ResourceWriteFailure'",
            "'Microsoft.Resources.ResourceWriteCancel'");
    assertThat(source("events.bicep"))
        .contains("topicType: 'Microsoft.Resources.Subscriptions'", "/functions/OnSnapshotWrite'");
  }

  @Test
  void the_filters_stay_within_what_event_grid_takes() throws IOException {
    Matcher groups =
        Pattern.compile("@maxLength\\((\\d+)\\)\nparam resourceGroups ")
            .matcher(source("events.bicep"));

    assertThat(groups.find()).isTrue();
    assertThat(Integer.parseInt(groups.group(1)) + SnapshotKind.values().length)
        .isEqualTo(MOST_FILTER_VALUES);
    assertThat(source("event-subscription.bicep"))
        .contains("operatorType: 'StringBeginsWith'\n                key: 'subject'")
        .contains("'${subscription().id}/resourceGroups/${group}/'");
  }

  @Test
  void the_storage_has_what_the_app_looks_for() throws IOException {
    String main = source("main.bicep");

    assertThat(main)
        .contains(
            "var evidenceContainer = '" + BlobEvidence.CONTAINER + "'",
            "var incidentQueue = '" + QueueSchedule.QUEUE + "'",
            "var incidentTable = '" + TableIncidents.TABLE + "'",
            "var ticketTable = '" + TableTickets.TABLE + "'",
            "var sweepTable = '" + TableWatermarks.TABLE + "'",
            "var limitTable = '" + TableBudgets.TABLE + "'");
    String deadLetters = "var deadLetterContainer = 'snapwarden-dead-letters'";
    assertThat(main).contains(deadLetters);
    assertThat(source("events.bicep")).contains(deadLetters);
  }

  @Test
  void the_role_for_the_sweep_alone_is_what_every_role_has() throws IOException {
    Matcher actions =
        Pattern.compile("'(Microsoft\\.\\w+/[\\w/]+/read)'").matcher(source("role.bicep"));

    assertThat(actions.results().map(found -> found.group(1)))
        .containsExactly("Microsoft.Insights/eventtypes/values/read");
    assertThat(LeastRole.of(List.of(), Mode.OBSERVE).actions())
        .contains("Microsoft.Insights/eventtypes/values/read");
  }

  /**
   * The Functions host writes a blob twice, which a policy of a whole container refuses
   * (Azure/azure-sdk-for-net, BlockBlobClient.OpenWriteInternal).
   */
  @Test
  void evidence_is_protected_version_by_version() throws IOException {
    String main = source("main.bicep");

    assertThat(main)
        .containsPattern(
            "(?s)evidenceRetentionDays > 0\\s+\\? \\{\\s+immutableStorageWithVersioning: \\{\\s+enabled: true")
        .containsPattern("immutabilityPolicies@[0-9-]+' = if \\(evidenceRetentionDays > 0\\)")
        .contains("isVersioningEnabled: true");
  }

  @Test
  void the_vault_knows_roles_alone_and_loses_nothing() throws IOException {
    String main = source("main.bicep");

    assertThat(main)
        .contains(
            "enableRbacAuthorization: true",
            "enablePurgeProtection: true",
            "enableSoftDelete: true",
            "'@Microsoft.KeyVault(SecretUri=${secretsUri}${toLower(replace(setting, '_', '-'))})'")
        // Nobody can replace a setting of the template, or a reference, by one of their own.
        .contains("union(extraSettings, secretReferences, {");
    assertThat(files.keySet())
        .allSatisfy(name -> assertThat(source(name)).doesNotContain("secrets@"));
  }

  @Test
  void who_touched_policy_evidence_incidents_and_secrets_is_logged() throws IOException {
    String main = source("main.bicep");

    for (String scope : List.of("blobService", "tableService", "vault")) {
      assertThat(main)
          .containsPattern(
              "diagnosticSettings@[0-9a-z-]+' = \\{\n  name: 'who-did-what'\n  scope: "
                  + scope
                  + "\n");
    }
  }

  @Test
  void the_function_app_holds_no_key_and_speaks_https_alone() throws IOException {
    String main = source("main.bicep");

    assertThat(main)
        .contains(
            "allowSharedKeyAccess: false",
            "DisableLocalAuth: true",
            "httpsOnly: true",
            "minTlsVersion: '1.2'",
            "minimumTlsVersion: 'TLS1_2'",
            "allowBlobPublicAccess: false",
            "AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'")
        .doesNotContain("listKeys(", "AccountKey", "SharedAccess");
    for (String door : List.of("ftp", "scm")) {
      assertThat(main)
          .containsPattern("(?s)name: '" + door + "'\n  properties: \\{\n    allow: false\n");
    }
  }
}
