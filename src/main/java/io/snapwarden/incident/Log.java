package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import java.util.function.Consumer;

/**
 * What an operator is told, one line of JSON each. A line counts something too: {@code metric} and
 * {@code value} say what and how much, and its other fields are the dimensions.
 */
final class Log {

  private final Consumer<String> lines;

  Log(Consumer<String> lines) {
    this.lines = lines;
  }

  /** The line of one decision. */
  static String decision(JsonObject decision) {
    counting(decision, "decision");
    return SafeText.of(decision.toString());
  }

  private static void counting(JsonObject line, String metric) {
    line.addProperty("metric", "snapwarden." + metric);
    line.addProperty("value", 1);
  }

  /** Begins a line that counts one. */
  Line line(String metric) {
    return new Line(metric);
  }

  /** One line before it is written. */
  final class Line {
    private final JsonObject json = new JsonObject();

    private Line(String metric) {
      counting(json, metric);
    }

    Line with(String key, Object value) {
      json.addProperty(key, SafeText.of(value.toString()));
      return this;
    }

    Line with(String key, long value) {
      json.addProperty(key, value);
      return this;
    }

    /**
     * Where the incident's journal ends: kept outside of the storage, it shows if that is changed.
     */
    Line about(Incident incident) {
      json.addProperty("incident", incident.id().text());
      json.addProperty("journal", incident.journal().count() + ":" + incident.journal().hash());
      return this;
    }

    void write() {
      lines.accept(json.toString());
    }
  }
}
