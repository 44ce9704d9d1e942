package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.snapwarden.policy.Mode;
import io.snapwarden.storage.PolicyPath;
import io.snapwarden.storage.StorageSettings;
import io.snapwarden.ticket.desk.DeskSettings;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code local.settings.json.example} has what the app reads, explained, and nothing else. */
class LocalSettingsTest {

  private static final String EXAMPLE = read("local.settings.json.example");

  /** What is commented out has this form, and ends in a comma, so that it can be put in force. */
  private static final Pattern COMMENTED =
      Pattern.compile("(?m)^ +// (\"([A-Za-z_]+)\": \"([^\"]*)\",)$");

  /** Read by the Functions host, and by azure-identity where it is not told otherwise. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "FUNCTIONS_WORKER_RUNTIME",
          "AzureWebJobsStorage__credential",
          "AzureWebJobsStorage__clientId",
          "AZURE_TENANT_ID",
          "AZURE_CLIENT_ID",
          "AZURE_CLIENT_SECRET",
          "IDENTITY_ENDPOINT",
          "IDENTITY_HEADER");

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers which settings were asked for. */
  private static final class Asked extends AbstractMap<String, String> {
    private final Map<String, String> given;
    private final Set<String> names;

    Asked(Map<String, String> given, Set<String> names) {
      this.given = given;
      this.names = names;
    }

    @Override
    public @Nullable String get(Object name) {
      names.add((String) name);
      return given.get(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return given.entrySet();
    }
  }

  private static Set<String> readByTheApp() {
    Set<String> names = new TreeSet<>(OF_OTHERS);
    Asked nothing = new Asked(Map.of(), names);
    Settings.read(nothing, new ArrayList<>());
    StorageSettings.problems(nothing);
    PolicyPath.of(nothing);
    // Where the account is named, so can each of its services be.
    StorageSettings.problems(new Asked(Map.of("AzureWebJobsStorage__accountName", "name"), names));
    names.addAll(DeskSettings.known());
    return names;
  }

  private static Map<String, String> inForce() {
    return values(JsonParser.parseString(EXAMPLE).getAsJsonObject());
  }

  private static Map<String, String> values(JsonObject json) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonElement> each : json.getAsJsonObject("Values").entrySet()) {
      values.put(each.getKey(), each.getValue().getAsString());
    }
    return values;
  }

  private static Map<String, String> commentedOut() {
    Map<String, String> settings = new TreeMap<>();
    COMMENTED.matcher(EXAMPLE).results().forEach(m -> settings.put(m.group(2), m.group(3)));
    return settings;
  }

  @Test
  void every_setting_that_the_app_reads_is_in_it_and_no_other() {
    Set<String> all = new TreeSet<>(inForce().keySet());
    all.addAll(commentedOut().keySet());

    assertThat(all).isEqualTo(readByTheApp());
    assertThat(inForce().keySet()).doesNotContainAnyElementsOf(commentedOut().keySet());
  }

  /** A setting that is read in a way which the test above does not see. */
  @Test
  void every_name_of_a_setting_in_the_code_is_in_it() throws IOException {
    Pattern name = Pattern.compile("\"((?:SNAPWARDEN|AZURE|IDENTITY)_[A-Z_]*[A-Z])\"");
    Set<String> named;
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      named =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> name.matcher(read(file.toString())).results())
              .map(match -> match.group(1))
              .collect(Collectors.toSet());
    }

    assertThat(named).hasSizeGreaterThan(8);
    assertThat(readByTheApp()).containsAll(named);
  }

  @Test
  void as_it_stands_the_app_starts_with_it_and_observes() {
    Settings settings = StartUp.check(inForce());

    assertThat(settings.cap()).isEqualTo(Mode.OBSERVE);
    assertThat(settings.subscriptions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AzureWebJobsStorage__",
        "AZURE_",
        "SNAPWARDEN_TICKET_GITHUB_",
        "SNAPWARDEN_TICKET_JIRA_",
        "SNAPWARDEN_TICKET_SERVICENOW_",
        "SNAPWARDEN_TICKET_AZURE_DEVOPS_",
        "SNAPWARDEN_TICKET_PAGERDUTY_",
        "SNAPWARDEN_TICKET_REQUEST_TRACKER_",
        "SNAPWARDEN_TICKET_WEBHOOK_",
        "SNAPWARDEN_TICKET_SLACK_",
        "SNAPWARDEN_TICKET_TEAMS_"
      })
  void what_is_commented_out_has_the_form_that_the_app_wants(String beginning) {
    Map<String, String> settings = inForce();
    if (beginning.startsWith("AzureWebJobsStorage")) {
      settings.remove("AzureWebJobsStorage");
    }
    commentedOut().entrySet().stream()
        .filter(each -> each.getKey().startsWith(beginning))
        .forEach(each -> settings.put(each.getKey(), each.getValue()));

    assertThat(settings.keySet()).anyMatch(name -> name.startsWith(beginning));
    assertThatCode(() -> StartUp.check(settings)).doesNotThrowAnyException();
  }

  @Test
  void whatever_is_put_in_force_it_stays_json() throws IOException {
    String all = COMMENTED.matcher(EXAMPLE).replaceAll("$1").replaceAll("(?m)^ *//.*$", "");

    try (JsonReader strict = new JsonReader(new StringReader(all))) {
      strict.setStrictness(Strictness.STRICT);
      assertThat(values(JsonParser.parseReader(strict).getAsJsonObject()))
          .hasSize(inForce().size() + commentedOut().size());
    }
  }

  @Test
  void every_setting_has_a_row_in_a_table_of_the_documents() {
    String rows =
        Stream.of("README.md", "docs/tickets.md")
            .flatMap(file -> read(file).lines())
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .collect(Collectors.joining("\n"));
    Set<String> documented =
        Pattern.compile("`([A-Za-z_]+)`")
            .matcher(rows)
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(documented).containsAll(readByTheApp());
  }

  @Test
  void no_value_in_it_is_a_secret_of_anybody() {
    List<String> secrets =
        commentedOut().entrySet().stream()
            .filter(each -> each.getKey().matches(".*(TOKEN|SECRET|PASSWORD|HEADER)"))
            .map(Map.Entry::getValue)
            .toList();

    assertThat(secrets).hasSizeGreaterThan(6).allMatch(value -> value.startsWith("replace-me"));
  }
}
