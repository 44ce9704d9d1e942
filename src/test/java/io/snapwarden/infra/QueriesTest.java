package io.snapwarden.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.incident.LogSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What alerts, the workbook and the documentation ask the log is in the log. */
class QueriesTest {

  private static final Path INFRA = Path.of("infra");
  private static final Path OPERATIONS = Path.of("docs", "operations.md");
  private static final Path FUNCTIONS = Path.of("src/main/java/io/snapwarden/function");
  private static final Pattern FUNCTION = Pattern.compile("@FunctionName\\(\"(\\w+)\"\\)");

  /** Fields that the text below the table speaks of. */
  private static final Set<String> COMMON = Set.of("metric", "value", "incident", "journal");

  private final LogSchema schema = LogSchema.published();

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Kql> alerts() throws IOException {
    List<Kql> queries = new ArrayList<>();
    for (Path file : files(INFRA, ".bicep")) {
      queries.addAll(Kql.inBicep(file.getFileName().toString(), text(file)));
    }
    return queries;
  }

  private static List<Kql> workbook() throws IOException {
    return Kql.inWorkbook("workbook.json", text(INFRA.resolve("workbook.json")));
  }

  private static List<Kql> documented() throws IOException {
    List<Path> files = new ArrayList<>(files(Path.of("docs"), ".md"));
    files.addAll(List.of(Path.of("README.md"), INFRA.resolve("README.md")));
    List<Kql> queries = new ArrayList<>();
    for (Path file : files) {
      queries.addAll(Kql.inMarkdown(file.toString(), text(file)));
    }
    return queries;
  }

  @Test
  void the_alerts_ask_for_what_is_logged() throws IOException {
    assertThat(alerts()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(alerts()).allSatisfy(query -> assertThat(query.faults(schema)).isEmpty());
  }

  @Test
  void the_workbook_asks_for_what_is_logged() throws IOException {
    assertThat(workbook()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(workbook()).allSatisfy(query -> assertThat(query.faults(schema)).isEmpty());
  }

  @Test
  void the_documentation_asks_for_what_is_logged() throws IOException {
    assertThat(documented()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(documented()).allSatisfy(query -> assertThat(query.faults(schema)).isEmpty());
  }

  @Test
  void every_query_of_a_bicep_file_is_looked_at() throws IOException {
    for (Path file : files(INFRA, ".bicep")) {
      String source = text(file);
      int parsed = source.split("parse_json\\(", -1).length - 1;
      long seen =
          Kql.inBicep("", source).stream()
              .filter(query -> query.text().contains("parse_json("))
              .count();
      assertThat(seen).as(file.toString()).isEqualTo(parsed);
    }
  }

  @Test
  void an_alert_that_fires_for_each_of_something_has_it_as_a_column() throws IOException {
    List<MatchResult> alerts =
        Pattern.compile("dimension: '(\\w*)'\\s+query: \'\'\'(.*?)\'\'\'", Pattern.DOTALL)
            .matcher(text(INFRA.resolve("monitor.bicep")))
            .results()
            .toList();

    assertThat(alerts).hasSameSizeAs(alerts());
    assertThat(alerts)
        .filteredOn(alert -> !alert.group(1).isEmpty())
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(
            alert ->
                assertThat(alert.group(2))
                    .contains("| extend %1$s = tostring(line.%1$s)".formatted(alert.group(1))));
  }

  @Test
  void everything_that_needs_a_person_has_its_alert() throws IOException {
    Set<String> metrics =
        alerts().stream()
            .flatMap(query -> query.metrics().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(metrics)
        .contains("snapwarden.incident", "snapwarden.limit", "snapwarden.desk", "snapwarden.sweep");
    assertThat(alerts())
        .extracting(Kql::text)
        .anyMatch(query -> query.contains("\"stopped\""))
        .anyMatch(query -> query.contains("\"awaiting-approval\""));
  }

  /** Microsoft Learn, "Supported metrics for Microsoft.EventGrid/systemTopics". */
  @Test
  void the_alerts_on_the_topic_are_on_metrics_that_it_has() throws IOException {
    Set<String> metrics =
        Pattern.compile("metric: '(\\w+)'")
            .matcher(text(INFRA.resolve("events.bicep")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(metrics)
        .containsExactly("DeadLetteredCount", "DeliveryAttemptFailCount", "DroppedEventCount");
  }

  @Test
  void the_workbook_shows_what_it_should_and_asks_application_insights_alone() throws IOException {
    JsonObject workbook =
        JsonParser.parseString(text(INFRA.resolve("workbook.json"))).getAsJsonObject();

    assertThat(workbook.get("version").getAsString()).isEqualTo("Notebook/1.0");
    Set<String> metrics =
        workbook().stream()
            .flatMap(query -> query.metrics().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(metrics)
        .contains(
            "snapwarden.decision",
            "snapwarden.incident",
            "snapwarden.incident.opened",
            "snapwarden.step",
            "snapwarden.desk",
            "snapwarden.sweep",
            "snapwarden.limit");
    workbook
        .getAsJsonArray("items")
        .forEach(
            item -> {
              JsonObject content = item.getAsJsonObject().getAsJsonObject("content");
              if (content.has("query")) {
                assertThat(content.get("resourceType").getAsString())
                    .isEqualTo("microsoft.insights/components");
                assertThat(content.get("timeContextFromParameter").getAsString())
                    .isEqualTo("Range");
              }
            });
  }

  @Test
  void the_alert_on_failures_names_every_function_and_no_other() throws IOException {
    Set<String> functions = new TreeSet<>();
    for (Path file : files(FUNCTIONS, ".java")) {
      FUNCTION.matcher(text(file)).results().forEach(found -> functions.add(found.group(1)));
    }
    Kql failures =
        alerts().stream()
            .filter(query -> query.text().strip().startsWith("requests"))
            .findFirst()
            .orElseThrow();

    assertThat(functions).hasSize(4);
    assertThat(
            Pattern.compile("\"(\\w+)\"")
                .matcher(failures.text())
                .results()
                .map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(functions);
  }

  @Test
  void the_alert_on_start_up_looks_for_the_words_that_problems_of_settings_begin_with()
      throws IOException {
    assertThat(alerts())
        .extracting(Kql::text)
        .anyMatch(query -> query.contains("\"app settings: \""));
    assertThat(text(FUNCTIONS.resolve("Settings.java"))).contains("\"app settings: \"");
    assertThat(text(FUNCTIONS.resolveSibling("storage").resolve("StorageSettings.java")))
        .contains("\"app settings: \"");
  }

  @Test
  void the_documentation_lists_every_metric_with_its_fields() throws IOException {
    List<String> rows = text(OPERATIONS).lines().toList();
    for (String metric : schema.metrics()) {
      Set<String> fields = new TreeSet<>(schema.fields(metric));
      fields.removeAll(COMMON);
      assertThat(rows)
          .filteredOn(row -> row.startsWith("| `" + metric + "` |"))
          .as(metric)
          .singleElement()
          .satisfies(
              row -> {
                if (!metric.equals("snapwarden.decision")) {
                  assertThat(fields)
                      .allSatisfy(field -> assertThat(row).contains("`" + field + "`"));
                }
              });
    }
  }

  private List<String> faults(String query) {
    return new Kql("here", query, Kql.APPLICATION_INSIGHTS).faults(schema);
  }

  @Test
  void a_query_for_what_is_not_logged_is_found() {
    String good =
        "traces\n| extend line = parse_json(message)\n"
            + "| where tostring(line.metric) == \"snapwarden.incident\" and tostring(line.status) in (\"stopped\")";
    assertThat(faults(good)).isEmpty();

    assertThat(faults(good.replace("snapwarden.incident", "snapwarden.accident")))
        .contains("here: unknown metric snapwarden.accident");
    assertThat(faults(good.replace("line.status", "line.state")))
        .containsExactly("here: no metric that it names has the field state");
    assertThat(faults(good.replace("\"stopped\"", "\"stopped\", \"halted\"")))
        .containsExactly("here: status is never halted");
    assertThat(faults(good.replace("line.status) in (\"stopped\")", "line.status) == \"halted\"")))
        .containsExactly("here: status is never halted");
    assertThat(faults("traces\n| extend line = parse_json(message)\n| where line.status == \"x\""))
        .contains("here: names fields and no metric");
  }

  @Test
  void a_query_that_is_broken_or_of_a_strange_table_is_found() {
    assertThat(faults("requests\n| where success == false")).isEmpty();

    assertThat(faults("AppRequests\n| where Success == false")).isNotEmpty();
    assertThat(faults("requests\n| join (AppTraces\n| take 1) on name")).isNotEmpty();
    assertThat(faults("requests\n| where (success == false"))
        .containsExactly("here: a bracket is not closed");
    assertThat(faults("requests\n| where success] == false"))
        .contains("here: a bracket closes what was not opened");
    assertThat(faults("requests\n| where name == \"x"))
        .contains("here: a quotation mark is not closed");
    assertThat(faults("requests\nwhere success == false")).isNotEmpty();
  }
}
