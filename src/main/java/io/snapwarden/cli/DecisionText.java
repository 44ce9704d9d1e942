package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.Instants;
import io.snapwarden.event.Reading;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Decisions for people to read: one line for what is fine, a short block for what is not. Made from
 * the JSON, so that both always say the same.
 */
record DecisionText(Source source, Ansi ansi) {

  private static final int WIDTH = "unreadable".length();

  /** A caller can choose a name of any length. */
  private static final int LONGEST_NAME = 128;

  private static final Map<String, String> STYLES =
      Map.of(
          "allowed", "green",
          "violation", "bold,red",
          "attempt", "bold,yellow",
          "unrelated", "faint",
          "unreadable", "bold,magenta");

  /** One decision, without the last line end. */
  String of(Reading reading, JsonObject decision) {
    return reading.fold(
        write -> of(write.write(), decision),
        unrelated -> line(decision, place(decision) + ": " + text(decision, "reason")),
        unreadable -> line(decision, place(decision) + ": " + text(decision, "reason")));
  }

  private String of(SnapshotWrite write, JsonObject decision) {
    String target = text(decision, "target");
    if (text(decision, "verdict").equals("allowed")) {
      return line(
          decision, "%s: %s (%s)".formatted(target, text(decision, "reason"), place(decision)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(decision, list(decision.getAsJsonArray("violations"))));
    lines.add(detail("target", target));
    lines.add(detail("caller", caller(decision.getAsJsonObject("caller"), write.caller().name())));
    lines.add(detail("when", Instants.text(write.at()) + ", " + place(decision)));
    lines.add(detail("why", text(decision, "reason")));
    lines.add(detail("response", response(decision)));
    return String.join("\n", lines);
  }

  /** The first line of a decision about a write. */
  String head(JsonObject decision) {
    String codes = list(decision.getAsJsonArray("violations"));
    return line(decision, (codes.isEmpty() ? "" : codes + ", ") + place(decision));
  }

  /** Who it was, with what the token says it is. */
  static String caller(JsonObject caller, @Nullable String name) {
    List<String> parts = new ArrayList<>();
    String principal = optional(caller, "principal");
    parts.add(text(caller, "kind") + (principal == null ? "" : " " + principal));
    String client = optional(caller, "application");
    if (client != null) {
      parts.add("client id " + client);
    }
    String tenant = optional(caller, "tenant");
    if (tenant != null) {
      parts.add("tenant " + tenant);
    }
    // An application has no name in its token but its client id.
    if (name != null && !name.equals(client)) {
      parts.add("named \"" + shortened(name) + "\"");
    }
    return String.join(", ", parts);
  }

  private static String response(JsonObject decision) {
    JsonArray remediations = decision.getAsJsonArray("remediations");
    return "%s: %s%s"
        .formatted(
            text(decision, "response"),
            text(decision, "mode"),
            remediations.isEmpty() ? "" : " (" + list(remediations) + ")");
  }

  private String place(JsonObject decision) {
    String event = optional(decision, "event");
    return (event == null ? "" : "event " + event + " ") + "in " + source;
  }

  private String line(JsonObject decision, String rest) {
    String verdict = text(decision, "verdict");
    return ansi.string("@|%s %s|@".formatted(STYLES.getOrDefault(verdict, "bold"), verdict))
        + " ".repeat(WIDTH - verdict.length() + 2)
        + SafeText.of(rest);
  }

  private static String detail(String label, String text) {
    return "  " + label + " ".repeat(WIDTH - label.length()) + SafeText.of(text);
  }

  private static String list(JsonArray texts) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonElement::getAsString)
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonObject json, String key) {
    return json.get(key).getAsString();
  }

  private static @Nullable String optional(JsonObject json, String key) {
    return json.get(key).isJsonNull() ? null : text(json, key);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }
}
