package io.snapwarden.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Planned steps for people to read: each change of each resource, from what to what. */
record PlanText(Ansi ansi) {

  private static final String INDENT = "        ";
  private static final Map<Character, String> STYLES =
      Map.of('+', "green", '-', "red", '~', "yellow");

  List<String> of(List<PlannedStep> steps) {
    List<String> lines = new ArrayList<>();
    int number = 1;
    for (PlannedStep step : steps) {
      lines.add("");
      lines.add(
          ansi.string("  %d  @|bold %s|@".formatted(number++, step.remediation()))
              + ": "
              + SafeText.of(said(step)));
      step.act().changes().forEach(change -> lines.addAll(of(change)));
    }
    return lines;
  }

  private static String said(PlannedStep step) {
    int count = step.act().changes().size();
    String outcome = step.act().outcome().detail();
    if (count == 0) {
      return step.word().equals("done")
          ? "nothing to change: " + outcome
          : step.word() + ": " + outcome;
    }
    String changes = count == 1 ? "1 change" : count + " changes";
    String asked = step.approval() ? ", once a person approves" : "";
    return step.word().equals("changes")
        ? changes + asked
        : "%s%s, and then %s: %s".formatted(changes, asked, step.word(), outcome);
  }

  private List<String> of(Change change) {
    List<String> lines = new ArrayList<>();
    lines.add(SafeText.of("     would " + change.summary()));
    lines.add(SafeText.of("      " + change.request()));
    for (Difference difference : change.differences()) {
      for (Difference leaf : leaves(difference)) {
        lines.add(coloured(SafeText.of(INDENT + leaf.text())));
      }
    }
    return lines;
  }

  /** Of what comes or goes as a whole, a line for each thing in it. */
  private static List<Difference> leaves(Difference difference) {
    @Nullable JsonElement whole = difference.from() == null ? difference.to() : difference.from();
    if (!(whole instanceof JsonObject object)
        || object.isEmpty()
        || (difference.from() != null && difference.to() != null)) {
      return List.of(difference);
    }
    List<Difference> leaves = new ArrayList<>();
    for (Map.Entry<String, JsonElement> each : object.entrySet()) {
      String path =
          difference.path().isEmpty() ? each.getKey() : difference.path() + "." + each.getKey();
      leaves.addAll(
          leaves(
              difference.from() == null
                  ? new Difference(path, null, each.getValue())
                  : new Difference(path, each.getValue(), null)));
    }
    return leaves;
  }

  private String coloured(String line) {
    String style = STYLES.get(line.charAt(INDENT.length()));
    if (style == null || !ansi.enabled()) {
      return line;
    }
    return ansi.string("@|" + style + " x|@").replace("x", line);
  }
}
