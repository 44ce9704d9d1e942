package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Incidents as ServiceNow's API reference, "Table API", has them. */
final class ServiceNowStandIn extends StandIn {

  private static final String ROWS = "/api/now/table/incident";

  private final String authorization;
  private final String form;
  private final Map<String, JsonObject> rows = new LinkedHashMap<>();
  private final Map<String, List<String>> notes = new LinkedHashMap<>();

  /**
   * With one right authorization.
   *
   * @param form the form that gets a token; empty if there are none to be had
   */
  ServiceNowStandIn(String authorization, String form) {
    this.authorization = authorization;
    this.form = form;
  }

  @Override
  protected Reply answer(Call call) {
    if (call.path().equals("/oauth_token.do")) {
      demand(call.method().equals("POST"), "method");
      demand(call.header("Content-Type").equals("application/x-www-form-urlencoded"), "form");
      demand(call.body().equals(form), "invalid_client");
      return Reply.json(200, token());
    }
    demand(call.header("Authorization").equals(authorization), "User Not Authenticated");
    demand(call.header("Accept").equals("application/json"), "Accept");
    demand(call.path().startsWith(ROWS), "Invalid table");
    String id = call.path().substring(ROWS.length()).replace("/", "");
    if (id.isEmpty()) {
      return call.method().equals("POST") ? create(call) : find(call);
    }
    JsonObject row = rows.get(id);
    if (row == null) {
      return Reply.refusal(404, "No Record found");
    }
    return call.method().equals("PATCH") ? patch(id, row, call) : read(id, row, call);
  }

  private static JsonObject token() {
    JsonObject token = Json.of("access_token", "a-token");
    token.addProperty("expires_in", 1799);
    return token;
  }

  private Reply create(Call call) {
    JsonObject row = call.json();
    demand(row.get("short_description").getAsString().length() <= 160, "short_description");
    demand(row.get("correlation_id").getAsString().length() <= 100, "correlation_id");
    demand(row.get("urgency").getAsString().matches("[123]"), "urgency");
    String id = "%032x".formatted(rows.size() + 1);
    row.addProperty("sys_id", id);
    row.addProperty("number", "INC%07d".formatted(rows.size() + 1));
    row.addProperty("state", "1");
    rows.put(id, row);
    notes.put(id, new ArrayList<>());
    return Reply.json(201, Json.of("result", row));
  }

  private Reply find(Call call) {
    String query = call.query().get("sysparm_query");
    demand(query.matches("correlation_id=[a-z0-9-]+\\^active=true"), "sysparm_query");
    String mark = query.replaceAll("correlation_id=(.*)\\^.*", "$1");
    JsonArray found = new JsonArray();
    rows.values().stream()
        .filter(row -> row.get("correlation_id").getAsString().equals(mark))
        .filter(row -> !row.get("state").getAsString().matches("[78]"))
        .forEach(found::add);
    return Reply.json(200, Json.of("result", found));
  }

  private Reply read(String id, JsonObject row, Call call) {
    JsonObject read = row.deepCopy();
    boolean display = "true".equals(call.query().get("sysparm_display_value"));
    read.addProperty("work_notes", display ? String.join("\n", notes.get(id)) : "");
    return Reply.json(200, Json.of("result", read));
  }

  private Reply patch(String id, JsonObject row, Call call) {
    JsonObject given = call.json();
    JsonElement note = given.remove("work_notes");
    if (note != null) {
      demand(!note.getAsString().toLowerCase(java.util.Locale.ROOT).contains("[code]"), "HTML");
      notes.get(id).add(note.getAsString());
    }
    if (given.has("state") && given.get("state").getAsString().equals("6")) {
      demand(
          given.has("close_code") && given.has("close_notes"),
          "The following fields are mandatory: Resolution code, Close notes");
      demand(given.get("close_code").getAsString().equals("Solution provided"), "Resolution code");
    }
    given.entrySet().forEach(field -> row.add(field.getKey(), field.getValue()));
    return Reply.json(200, Json.of("result", row));
  }

  /** A person closes it for good. */
  synchronized void closeForGood() {
    rows.values().forEach(row -> row.addProperty("state", "7"));
  }

  @Override
  public synchronized List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    rows.forEach(
        (id, row) ->
            seen.add(
                new Seen(
                    row.get("short_description").getAsString(),
                    !row.get("state").getAsString().matches("[678]"),
                    List.copyOf(notes.get(id)))));
    return seen;
  }
}
