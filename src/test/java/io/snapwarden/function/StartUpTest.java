package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.sandbox.HostContext;
import io.snapwarden.sandbox.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads in the log when the app was set up wrongly, whichever function runs. */
class StartUpTest {

  private static final String CANARY = "Y2FuYXJ5LXRoYXQtbXVzdC1uZXZlci1zaW5n";
  private static final String STORAGE =
      "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=" + CANARY;

  private static List<ThrowingCallable> functions(Map<String, String> settings) {
    App app = new App(settings);
    HostContext context = new HostContext("function", line -> {});
    String message =
        MessageJson.write(IncidentMessage.NotUnderstood.of("event", "it is none", "text"));
    return List.of(
        () ->
            new OnSnapshotWrite(() -> app)
                .run(
                    TriggerRun.byPipeline(),
                    null,
                    new Output<>(),
                    new Output<>(),
                    new Output<>(),
                    context),
        () -> new AdvanceIncident(() -> app).run(message, context),
        () -> new OnPoisonIncident(() -> app).run(message, context));
  }

  @Test
  void all_that_is_wrong_is_told_at_once_by_whichever_function_runs_first() {
    Map<String, String> settings =
        Map.of(
            "SNAPWARDEN_MODE", "destroy",
            "SNAPWARDEN_PRINCIPAL_ID", "me",
            "SNAPWARDEN_ARM_ENDPOINT", "http://management.example",
            "SNAPWARDEN_POLICY", "policy.json",
            "AzureWebJobsStorage", CANARY);

    for (ThrowingCallable function : functions(settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessageContainingAll(
              "SNAPWARDEN_MODE",
              "observe",
              "SNAPWARDEN_PRINCIPAL_ID",
              "object id",
              "SNAPWARDEN_ARM_ENDPOINT",
              "https://management.azure.com",
              "SNAPWARDEN_POLICY names no blob",
              "container/name",
              "AzureWebJobsStorage is no connection string",
              "access keys")
          .satisfies(e -> assertThat(e).hasMessageNotContaining(CANARY));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AzureWebJobsStorage",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "SNAPWARDEN_TICKET_GITHUB_TOKEN",
        "SNAPWARDEN_MODE",
        "SNAPWARDEN_POLICY",
        "SNAPWARDEN_PRINCIPAL_ID",
        "SNAPWARDEN_ARM_ENDPOINT",
        "SNAPWARDEN_TICKET_SECRET",
        "AZURE_CLIENT_SECRET"
      })
  void a_key_vault_reference_that_was_not_resolved_is_one_problem_whatever_the_setting(
      String setting) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AzureWebJobsStorage", STORAGE);
    settings.put(setting, "@Microsoft.KeyVault(SecretUri=https://vault/secrets/" + CANARY + ")");

    for (ThrowingCallable function : functions(settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessageStartingWith(
              "app settings: " + setting + " is a Key Vault reference that was not resolved: let")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(";", CANARY));
    }
  }

  @Test
  void without_any_storage_the_ways_to_name_one_are_told() {
    for (ThrowingCallable function : functions(Map.of())) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessageContainingAll("AzureWebJobsStorage ", "AzureWebJobsStorage__accountName");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example/", "Contoso", "ab"})
  void an_account_name_of_the_wrong_form_is_told_once(String account) {
    Map<String, String> settings = Map.of("AzureWebJobsStorage__accountName", account);

    for (ThrowingCallable function : functions(settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessage(
              "app settings: AzureWebJobsStorage__accountName is no account's name: 3 to 24"
                  + " lower-case letters and digits");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SNAPWARDEN_MODE",
        "SNAPWARDEN_POLICY",
        "SNAPWARDEN_PRINCIPAL_ID",
        "SNAPWARDEN_ARM_ENDPOINT",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__queueServiceUri"
      })
  void a_secret_in_the_wrong_place_is_not_shown(String setting) {
    Map<String, String> settings = new HashMap<>();
    if (!setting.startsWith("AzureWebJobsStorage")) {
      settings.put("AzureWebJobsStorage", STORAGE);
    }
    settings.put(setting, STORAGE);

    for (ThrowingCallable function : functions(settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessageContaining(setting)
          .withNoCause()
          .satisfies(e -> assertThat(e.toString()).doesNotContain(CANARY));
    }
  }

  @Test
  void names_instead_of_a_connection_string_are_enough() {
    Map<String, String> settings =
        Map.of(
            "AzureWebJobsStorage__blobServiceUri", "https://contoso.blob.core.windows.net",
            "AzureWebJobsStorage__queueServiceUri", "https://contoso.queue.core.windows.net",
            "AzureWebJobsStorage__tableServiceUri", "https://contoso.table.core.windows.net");

    assertThatCode(functions(settings).get(0)::call).doesNotThrowAnyException();
  }

  @Test
  void each_desk_that_is_set_up_wrongly_is_named_with_its_cure_and_without_its_secret() {
    Map<String, String> settings = new HashMap<>();
    settings.put("AzureWebJobsStorage", "UseDevelopmentStorage=true");
    settings.put("SNAPWARDEN_TICKET_GITHUB_TOKEN", CANARY);
    settings.put("SNAPWARDEN_TICKET_JIRA_URL", "http://jira.example/" + CANARY);
    settings.put("SNAPWARDEN_TICKET_SERVICENOW_URL", "https://" + CANARY + "@now.example");
    settings.put("SNAPWARDEN_TICKET_AZURE_DEVOPS_ORGANIZATION", "a/b");
    settings.put("SNAPWARDEN_TICKET_PAGERDUTY_ROUTING_KEY", CANARY + "!");
    settings.put("SNAPWARDEN_TICKET_REQUEST_TRACKER_QUEUE", "a'b");
    settings.put("SNAPWARDEN_TICKET_WEBHOOK_SECRET", "short");
    settings.put("SNAPWARDEN_TICKET_SLACK_URL", "hooks.slack.com/" + CANARY);
    settings.put("SNAPWARDEN_TICKET_TEAMS_LINK", CANARY);
    settings.put("SNAPWARDEN_TICKET_ZENDESK_TOKEN", CANARY);
    settings.put("SNAPWARDEN_TICKETS_PER_HOUR", "0");
    settings.put("SNAPWARDEN_TICKETS_CLOSE_CONTAINED", "yes");

    for (ThrowingCallable function : functions(settings)) {
      assertThatIllegalArgumentException()
          .isThrownBy(function)
          .withMessageContainingAll(
              "SNAPWARDEN_TICKET_GITHUB_REPOSITORY is not set: set it to a repository",
              "SNAPWARDEN_TICKET_JIRA_URL is no https address",
              "SNAPWARDEN_TICKET_JIRA_PROJECT is not set",
              "SNAPWARDEN_TICKET_JIRA_USER is not set",
              "SNAPWARDEN_TICKET_JIRA_TOKEN is not set",
              "SNAPWARDEN_TICKET_SERVICENOW_URL is no https address",
              "SNAPWARDEN_TICKET_SERVICENOW_USER is not set",
              "SNAPWARDEN_TICKET_AZURE_DEVOPS_ORGANIZATION does not look right",
              "SNAPWARDEN_TICKET_AZURE_DEVOPS_PROJECT is not set",
              "SNAPWARDEN_TICKET_PAGERDUTY_ROUTING_KEY does not look right",
              "SNAPWARDEN_TICKET_REQUEST_TRACKER_QUEUE does not look right",
              "SNAPWARDEN_TICKET_REQUEST_TRACKER_URL is not set",
              "SNAPWARDEN_TICKET_WEBHOOK_SECRET is too short",
              "SNAPWARDEN_TICKET_SLACK_URL is no https address",
              "SNAPWARDEN_TICKET_TEAMS_LINK is not known: there are SNAPWARDEN_TICKET_TEAMS_URL",
              "SNAPWARDEN_TICKET_ZENDESK_TOKEN is of no desk",
              "SNAPWARDEN_TICKETS_PER_HOUR is \"0\": set it to a whole number, from 1 to 1000",
              "SNAPWARDEN_TICKETS_CLOSE_CONTAINED is \"yes\": set it to true or false")
          .satisfies(e -> assertThat(e).hasMessageNotContaining(CANARY));
    }
  }

  @Test
  void desks_that_are_set_up_well_are_no_problem() {
    Map<String, String> settings = new HashMap<>();
    settings.put("AzureWebJobsStorage", "UseDevelopmentStorage=true");
    settings.put("SNAPWARDEN_TICKET_GITHUB_REPOSITORY", "contoso/security");
    settings.put("SNAPWARDEN_TICKET_GITHUB_TOKEN", CANARY);
    settings.put("SNAPWARDEN_TICKET_JIRA_URL", "https://contoso.atlassian.net/");
    settings.put("SNAPWARDEN_TICKET_JIRA_PROJECT", "SEC");
    settings.put("SNAPWARDEN_TICKET_JIRA_USER", "bot@contoso.example");
    settings.put("SNAPWARDEN_TICKET_JIRA_TOKEN", CANARY);
    settings.put("SNAPWARDEN_TICKET_AZURE_DEVOPS_ORGANIZATION", "contoso");
    settings.put("SNAPWARDEN_TICKET_AZURE_DEVOPS_PROJECT", "Guard Duty");
    settings.put("SNAPWARDEN_TICKET_SLACK_URL", "https://hooks.slack.com/services/T/B/" + CANARY);
    settings.put("SNAPWARDEN_TICKETS_PER_HOUR", "1000");

    assertThatCode(functions(settings).get(0)).doesNotThrowAnyException();
  }
}
