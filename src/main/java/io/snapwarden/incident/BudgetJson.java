package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A budget as JSON with a version, as it is stored. */
public final class BudgetJson {

  private static final int VERSION = 1;

  private BudgetJson() {}

  public static String write(Budget budget) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("subscription", budget.subscription().toString());
    JsonObject admitted = new JsonObject();
    new TreeMap<>(budget.admitted())
        .forEach((target, at) -> admitted.addProperty(target, at.toString()));
    json.add("admitted", admitted);
    json.addProperty("tripped", Json.text(budget.tripped()));
    json.addProperty("announced", budget.announced());
    return json.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; it names the place
   */
  public static Budget read(String text) {
    JsonObject json = MessageJson.object(text);
    Json.version(json, VERSION);
    JsonObject admitted = Json.object(json, "admitted");
    Map<String, Instant> targets = new LinkedHashMap<>();
    admitted.keySet().forEach(target -> targets.put(target, Json.instant(admitted, target)));
    return new Budget(
        Json.parsed(json, "subscription", Guid::parse),
        targets,
        Json.instantOrNull(json, "tripped"),
        Json.bool(json, "announced"));
  }
}
