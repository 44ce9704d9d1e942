package io.snapwarden.incident;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A caller's tickets as JSON with a version, as they are stored. */
public final class StormJson {

  private static final int VERSION = 1;

  private StormJson() {}

  public static String write(Storm storm) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("caller", storm.caller());
    JsonObject opened = new JsonObject();
    new TreeMap<>(storm.opened())
        .forEach((ticket, at) -> opened.addProperty(ticket, at.toString()));
    json.add("opened", opened);
    json.addProperty("since", Json.text(storm.since()));
    json.addProperty("last", Json.text(storm.last()));
    return json.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is anything else; it names the place
   */
  public static Storm read(String text) {
    JsonObject json = MessageJson.object(text);
    Json.version(json, VERSION);
    JsonObject opened = Json.object(json, "opened");
    Map<String, Instant> tickets = new LinkedHashMap<>();
    opened.keySet().forEach(ticket -> tickets.put(ticket, Json.instant(opened, ticket)));
    return new Storm(
        Json.string(json, "caller"),
        tickets,
        Json.instantOrNull(json, "since"),
        Json.instantOrNull(json, "last"));
  }
}
