package io.snapwarden.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What templates give each other, and the scripts, by name: parameters and outputs. */
class InterfaceTest {

  private static final Path INFRA = Path.of("infra");

  private static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "main.bicep",
          List.of(
              "alertEmails",
              "alwaysReadyInstances",
              "evidenceRetentionDays",
              "extraSettings",
              "instanceMemoryMB",
              "location",
              "logRetentionDays",
              "maximumInstanceCount",
              "mode",
              "name",
              "operators",
              "policyBlob",
              "recoverVault",
              "secretSettings",
              "storageSku",
              "subscriptions",
              "tags"),
          "role.bicep",
          List.of("definition", "name", "principalId", "resourceGroups"),
          "events.bicep",
          List.of(
              "actionGroupId",
              "existingTopicName",
              "existingTopicResourceGroup",
              "functionAppId",
              "name",
              "resourceGroups",
              "storageAccountId",
              "tags"));

  private static final Map<String, List<String>> OUTPUTS =
      Map.of(
          "main.bicep",
          List.of(
              "actionGroupId",
              "functionAppHost",
              "functionAppId",
              "functionAppName",
              "keyVaultName",
              "principalId",
              "storageAccountId",
              "storageAccountName",
              "workspaceId"),
          "role.bicep",
          List.of("roleDefinitionId"),
          "events.bicep",
          List.of("eventSubscriptionName", "topicName"));

  private static final Pattern MODULE_OUTPUT = Pattern.compile("\\b(\\w+)\\.outputs\\.(\\w+)");
  private static final Pattern SCRIPT_OUTPUT =
      Pattern.compile("\\boutputs\\.([A-Za-z]\\w*)|\\$\\(output ([A-Za-z]\\w*)\\)");
  private static final Pattern TEMPLATE = Pattern.compile("\\b([\\w-]+\\.bicep)\\b");
  private static final Pattern GIVEN = Pattern.compile("[\\s\"']([A-Za-z]\\w*)=");

  private static Map<String, JsonObject> files;

  @BeforeAll
  static void read() {
    files = Bicep.read(INFRA);
  }

  @Test
  void the_templates_take_and_give_what_scripts_and_people_rely_on() {
    PARAMETERS.forEach(
        (file, names) ->
            assertThat(Bicep.texts(files.get(file), "parameters", "name"))
                .as(file)
                .containsExactlyInAnyOrderElementsOf(names));
    OUTPUTS.forEach(
        (file, names) ->
            assertThat(Bicep.texts(files.get(file), "outputs"))
                .as(file)
                .containsExactlyInAnyOrderElementsOf(names));
  }

  @Test
  void main_asks_for_nothing_that_it_cannot_do_without() {
    for (JsonElement parameter : files.get("main.bicep").getAsJsonArray("parameters")) {
      assertThat(parameter.getAsJsonObject().get("hasDefault").getAsBoolean())
          .as(parameter.toString())
          .isTrue();
    }
  }

  @Test
  void every_output_of_a_module_that_is_used_is_one_that_it_has() throws IOException {
    int used = 0;
    for (Map.Entry<String, JsonObject> file : files.entrySet()) {
      Map<String, String> modules = new HashMap<>();
      for (JsonElement module : file.getValue().getAsJsonArray("modules")) {
        JsonObject json = module.getAsJsonObject();
        modules.put(json.get("symbol").getAsString(), json.get("path").getAsString());
      }
      Matcher output = MODULE_OUTPUT.matcher(Files.readString(INFRA.resolve(file.getKey())));
      while (output.find()) {
        assertThat(modules).as(file.getKey()).containsKey(output.group(1));
        assertThat(Bicep.texts(files.get(modules.get(output.group(1))), "outputs"))
            .as(output.group())
            .contains(output.group(2));
        used++;
      }
    }
    assertThat(used).isPositive();
  }

  @Test
  void scripts_and_documents_name_only_outputs_and_parameters_that_there_are() throws IOException {
    assertThat(faults("README.md", Files.readString(INFRA.resolve("README.md")))).isEmpty();
    for (Path script : scripts()) {
      assertThat(faults(script.toString(), Files.readString(script))).isEmpty();
    }
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> all = Files.list(INFRA)) {
      return all.filter(file -> file.toString().endsWith(".sh")).toList();
    }
  }

  /** Looks at each command that names a template, with the lines that it goes on in. */
  private static List<String> faults(String place, String text) {
    List<String> faults = new ArrayList<>();
    Set<String> outputs =
        files.values().stream()
            .flatMap(file -> Bicep.texts(file, "outputs").stream())
            .collect(Collectors.toCollection(TreeSet::new));
    SCRIPT_OUTPUT
        .matcher(text)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(output -> !outputs.contains(output))
        .forEach(output -> faults.add("%s: no output %s".formatted(place, output)));
    for (String command : text.replace("\\\n", " ").split("\\R")) {
      Matcher template = TEMPLATE.matcher(command);
      int parameters = command.indexOf("--parameters");
      if (template.find() && parameters >= 0) {
        JsonObject file = files.get(template.group(1));
        if (file == null) {
          faults.add("%s: no template %s".formatted(place, template.group(1)));
          continue;
        }
        List<String> known = Bicep.texts(file, "parameters", "name");
        GIVEN
            .matcher(command.substring(parameters))
            .results()
            .map(found -> found.group(1))
            .filter(given -> !known.contains(given))
            .forEach(
                given ->
                    faults.add("%s: %s takes no %s".formatted(place, template.group(1), given)));
      }
    }
    return faults;
  }

  @Test
  void a_script_with_a_name_that_there_is_not_is_found() {
    String good =
        """
        az deployment group show --query properties.outputs.principalId.value
        az deployment group create --template-file infra/main.bicep \\
          --parameters name=a "mode=$MODE"
        """;
    assertThat(faults("here", good)).isEmpty();

    assertThat(faults("here", good.replace("principalId", "objectId")))
        .containsExactly("here: no output objectId");
    assertThat(faults("here", good.replace("mode=", "level=")))
        .containsExactly("here: main.bicep takes no level");
    assertThat(faults("here", good.replace("main.bicep", "app.bicep")))
        .containsExactly("here: no template app.bicep");
  }
}
