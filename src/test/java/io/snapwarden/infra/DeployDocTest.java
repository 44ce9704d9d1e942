package io.snapwarden.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/deploy.md to the scripts and templates. */
class DeployDocTest {

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*[a-z]");

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/deploy.md"));
  }

  private static String infra(String name) throws IOException {
    return Files.readString(Path.of("infra", name));
  }

  private static Set<String> options(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the lines that name options in the help of a script name. */
  private static Set<String> helped(String script) throws IOException {
    return options(
        infra(script)
            .split("\nUsage: ")[1]
            .split("\nEND\n")[0]
            .lines()
            .filter(line -> line.startsWith("  --"))
            .map(line -> line.trim().split(" ", 2)[0])
            .collect(Collectors.joining("\n")));
  }

  /** The document's commands that run a script, each in one line. */
  private static String commands(String script) throws IOException {
    return document()
        .replace("\\\n", " ")
        .lines()
        .filter(line -> line.contains("infra/" + script))
        .map(line -> line.replaceFirst(".*(?=infra/" + script + ")", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void the_table_has_each_option_of_deploy_and_no_other() throws IOException {
    Set<String> told =
        options(
            document()
                .lines()
                .filter(line -> line.startsWith("| `--"))
                .map(line -> line.split(" \\| ", 2)[0])
                .collect(Collectors.joining("\n")));
    Set<String> known = helped("deploy.sh");
    known.remove("--help");

    assertThat(known).hasSizeGreaterThan(10);
    assertThat(told).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy.sh", "remove.sh"})
  void its_commands_have_only_options_that_the_script_knows(String script) throws IOException {
    assertThat(options(commands(script))).hasSizeGreaterThan(2).isSubsetOf(helped(script));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody is signed in|common.sh",
        "that you can see|common.sh",
        "does not offer Flex Consumption|deploy.sh",
        "does not show the function OnSnapshotWrite|deploy.sh",
        "has no identity|deploy.sh",
        "no incident came of it|deploy.sh"
      })
  void what_it_explains_is_what_the_scripts_say(String message, String script) throws IOException {
    assertThat(document()).contains(message);
    assertThat(infra(script)).contains(message);
  }

  @Test
  void the_names_in_its_commands_are_those_that_the_templates_give() throws IOException {
    assertThat(document())
        .contains(
            "--system-topic-name snapwarden-subscription-events --name snapwarden-snapshot-writes",
            "\"Snapwarden snapwarden $ID\"",
            "--name snapwarden-main",
            "outputs.keyVaultName.value");
    assertThat(infra("events.bicep"))
        .contains("'${name}-subscription-events'", "'${name}-snapshot-writes'");
    assertThat(infra("role.bicep"))
        .contains("'Snapwarden ${name} ${subscription().subscriptionId}'");
    assertThat(infra("main.bicep")).contains("output keyVaultName string", "alwaysReadyInstances");
    assertThat(infra("deploy.sh")).contains("\"$name-main\"");
  }

  @Test
  void the_costs_add_up() throws IOException {
    String section = document().split("## What it costs\n")[1].split("\n## ")[0];
    double sum =
        Pattern.compile("\\| (\\d+\\.\\d\\d) \\|\n")
            .matcher(section)
            .results()
            .mapToDouble(row -> Double.parseDouble(row.group(1)))
            .sum();

    assertThat(section).contains("| **about 10** |");
    assertThat(sum).isCloseTo(10, within(0.5));
  }

  @Test
  void every_file_and_heading_that_it_links_to_is_there() throws IOException {
    var links =
        Pattern.compile("]\\((?!https:)([^)#]*)(?:#([^)]*))?\\)")
            .matcher(document())
            .results()
            .toList();

    assertThat(links).isNotEmpty();
    for (MatchResult link : links) {
      Path file = Path.of("docs").resolve(link.group(1).isEmpty() ? "deploy.md" : link.group(1));
      assertThat(file).exists();
      if (link.group(2) != null) {
        assertThat(
                Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                    .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-')))
            .as(link.group())
            .contains(link.group(2));
      }
    }
  }
}
