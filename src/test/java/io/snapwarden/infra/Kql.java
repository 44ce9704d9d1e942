package io.snapwarden.infra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.incident.LogSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A query in Kusto's language, looked at from outside: what it names and whether it closes what it
 * opens. It is no parser of the language.
 *
 * @param place where it stands
 * @param tables what it can be asked of
 */
record Kql(String place, String text, Set<String> tables) {

  /** What Application Insights calls its tables; in its workspace they have other names. */
  static final Set<String> APPLICATION_INSIGHTS = Set.of("traces", "requests", "exceptions");

  /** Where the workspace has who read and wrote what; people may be told to look there. */
  private static final Set<String> AUDIT =
      Set.of("StorageBlobLogs", "StorageTableLogs", "AzureDiagnostics");

  private static final Pattern IN_BICEP = Pattern.compile("query: '''(.*?)'''", Pattern.DOTALL);
  private static final Pattern IN_MARKDOWN = Pattern.compile("```kusto\\R(.*?)```", Pattern.DOTALL);

  private static final Pattern STRING = Pattern.compile("\"[^\"\\n]*\"");
  private static final Pattern SOURCE =
      Pattern.compile("(?:^|[;(]|\\b(?:union|join|lookup)\\b)\\s*([A-Za-z_]\\w*)\\s*(?=\\||\\R)");
  private static final Pattern METRIC = Pattern.compile("\"(snapwarden\\.[a-z.]*)\"");
  private static final Pattern FIELD = Pattern.compile("\\bline\\.([A-Za-z]+(?:\\.[A-Za-z]+)*)");
  private static final Pattern COMPARED =
      Pattern.compile(
          "\\bline\\.([A-Za-z]+(?:\\.[A-Za-z]+)*)\\)?\\s*(?:==|!=|=~|!?in~?)\\s*(\\([^)]*\\)|\"[^\"]*\")");

  static List<Kql> inBicep(String file, String source) {
    return all(file, IN_BICEP, source, APPLICATION_INSIGHTS);
  }

  static List<Kql> inMarkdown(String file, String source) {
    Set<String> tables = new TreeSet<>(APPLICATION_INSIGHTS);
    tables.addAll(AUDIT);
    return all(file, IN_MARKDOWN, source, tables);
  }

  /** Every text that is called a query, however deep it lies. */
  static List<Kql> inWorkbook(String file, String source) {
    List<Kql> queries = new ArrayList<>();
    collect(file, JsonParser.parseString(source), queries);
    return queries;
  }

  private static void collect(String file, JsonElement json, List<Kql> queries) {
    if (json instanceof JsonObject object) {
      if (object.has("query")) {
        String title = object.has("title") ? object.get("title").getAsString() : "";
        String text = object.get("query").getAsString();
        queries.add(new Kql(file + ": " + title, text, APPLICATION_INSIGHTS));
      }
      object.entrySet().forEach(entry -> collect(file, entry.getValue(), queries));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(value -> collect(file, value, queries));
    }
  }

  private static List<Kql> all(String file, Pattern pattern, String source, Set<String> tables) {
    return pattern
        .matcher(source)
        .results()
        .map(found -> new Kql(file, found.group(1), tables))
        .toList();
  }

  Set<String> metrics() {
    return groups(METRIC);
  }

  Set<String> fields() {
    return groups(FIELD);
  }

  private Set<String> groups(Pattern pattern) {
    Set<String> groups = new TreeSet<>();
    pattern.matcher(text).results().forEach(found -> groups.add(found.group(1)));
    return groups;
  }

  /** What is wrong with it, as far as can be seen from outside. */
  List<String> faults(LogSchema schema) {
    List<String> faults = new ArrayList<>();
    shape(faults);
    for (String metric : metrics()) {
      if (!schema.metrics().contains(metric)) {
        faults.add("unknown metric " + metric);
      }
    }
    if (!fields().isEmpty() && metrics().isEmpty()) {
      faults.add("names fields and no metric");
    }
    for (String field : fields()) {
      if (metrics().stream().noneMatch(metric -> has(schema, metric, field))) {
        faults.add("no metric that it names has the field " + field);
      }
    }
    COMPARED.matcher(text).results().forEach(found -> compared(schema, found, faults));
    return faults.stream().map(fault -> place + ": " + fault).toList();
  }

  /** A field, or what has it within. */
  private static boolean has(LogSchema schema, String metric, String field) {
    return schema.fields(metric).stream()
        .anyMatch(each -> each.equals(field) || each.startsWith(field + "."));
  }

  /** What a field is compared with is something that it can be. */
  private void compared(LogSchema schema, MatchResult found, List<String> faults) {
    String field = found.group(1);
    Set<String> possible = new TreeSet<>();
    metrics().forEach(metric -> possible.addAll(schema.values(metric, field)));
    STRING
        .matcher(found.group(2))
        .results()
        .map(string -> string.group().replace("\"", ""))
        .filter(value -> !possible.isEmpty() && !possible.contains(value))
        .forEach(value -> faults.add("%s is never %s".formatted(field, value)));
  }

  private void shape(List<String> faults) {
    String bare = STRING.matcher(text).replaceAll("_");
    if (bare.contains("\"")) {
      faults.add("a quotation mark is not closed");
    }
    Deque<Character> open = new ArrayDeque<>();
    for (char character : bare.toCharArray()) {
      int opening = "([{".indexOf(character);
      int closing = ")]}".indexOf(character);
      if (opening >= 0) {
        open.push(")]}".charAt(opening));
      } else if (closing >= 0 && (open.isEmpty() || open.pop() != character)) {
        faults.add("a bracket closes what was not opened");
        return;
      }
    }
    if (!open.isEmpty()) {
      faults.add("a bracket is not closed");
    }
    List<String> sources =
        SOURCE.matcher(bare.strip() + "\n").results().map(found -> found.group(1)).toList();
    if (sources.isEmpty() || !tables.containsAll(sources)) {
      faults.add("not from a known table: " + sources);
    }
    for (String line : bare.strip().split("\\R")) {
      boolean source = tables.contains(line.strip());
      if (!source && !line.strip().startsWith("|")) {
        faults.add("a line that is neither a table nor a step: " + line.strip());
      }
    }
  }
}
