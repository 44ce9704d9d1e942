package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Work items as the Azure DevOps REST API 7.1, "Work Item Tracking", has them. */
final class AzureDevOpsStandIn extends StandIn {

  private static final String API = "/contoso/My Project/_apis/wit/";
  private static final Map<String, String> STATES =
      Map.of("To Do", "Proposed", "Doing", "InProgress", "Done", "Completed", "Gone", "Removed");
  private static final Set<String> FIELDS =
      Set.of(
          "System.Title",
          "System.Description",
          "System.Tags",
          "System.State",
          "Microsoft.VSTS.Common.Priority");

  private final String authorization;
  private final List<JsonObject> items = new ArrayList<>();
  private final List<List<String>> comments = new ArrayList<>();

  AzureDevOpsStandIn(String authorization) {
    this.authorization = authorization;
  }

  @Override
  protected Reply answer(Call call) {
    if (!call.header("Authorization").equals(authorization)) {
      return new Reply(203, "<html>Sign in</html>", Map.of("Content-Type", "text/html"));
    }
    demand(call.path().startsWith(API), "TF200016: no such project");
    String rest = call.path().substring(API.length());
    boolean preview = rest.endsWith("/comments");
    demand(
        call.query().get("api-version").equals(preview ? "7.1-preview.4" : "7.1"), "api-version");
    if (rest.equals("workitems/$Task")) {
      demand(call.method().equals("POST"), "method");
      return create(call);
    }
    if (rest.equals("wiql")) {
      return query(call);
    }
    if (rest.equals("workitemtypes/Task/states")) {
      return Reply.json(200, Json.of("value", states()));
    }
    String[] parts = rest.split("/");
    demand(parts[0].equalsIgnoreCase("workitems"), "no such endpoint");
    int id = Integer.parseInt(parts[1]);
    if (preview) {
      return call.method().equals("POST") ? comment(id, call) : comments(id);
    }
    if (call.method().equals("PATCH")) {
      change(items.get(id - 1), call);
    }
    return item(id);
  }

  private static JsonArray states() {
    JsonArray states = new JsonArray();
    STATES.forEach(
        (name, category) -> {
          JsonObject state = Json.of("name", name);
          state.addProperty("category", category);
          states.add(state);
        });
    return states;
  }

  private Reply create(Call call) {
    JsonObject fields = Json.of("System.State", "To Do");
    change(fields, call);
    demand(fields.has("System.Title"), "TF401320: Rule Error for field Title.");
    items.add(fields);
    comments.add(new ArrayList<>());
    return item(items.size());
  }

  private static void change(JsonObject fields, Call call) {
    demand(call.header("Content-Type").equals("application/json-patch+json"), "Content-Type");
    for (JsonElement element : call.anyJson().getAsJsonArray()) {
      JsonObject change = element.getAsJsonObject();
      demand(change.get("op").getAsString().equals("add"), "op");
      String field = change.get("path").getAsString().replaceFirst("^/fields/", "");
      demand(FIELDS.contains(field), "TF51535: Cannot find field " + field);
      fields.add(field, change.get("value"));
    }
    if (fields.has("System.Title")) {
      demand(fields.get("System.Title").getAsString().length() <= 255, "TF401324");
    }
    demand(STATES.containsKey(fields.get("System.State").getAsString()), "TF401320: State");
    if (fields.has("System.Description")) {
      demand(html(fields.get("System.Description").getAsString()), "HTML");
    }
  }

  private static boolean html(String text) {
    String rest =
        text.replaceAll("</?(p|ul|li|b|code|pre)>", "")
            .replaceAll("<a href=\"[^\"<>]*\">|</a>", "");
    return text.length() < 1_048_576 && !rest.contains("<");
  }

  private Reply query(Call call) {
    String query = call.json().get("query").getAsString();
    demand(query.contains("[System.TeamProject] = @project"), "all projects");
    String tag = query.replaceAll(".*Contains '([^']+)'.*", "$1");
    JsonArray found = new JsonArray();
    for (int i = 0; i < items.size(); i++) {
      String tags = items.get(i).get("System.Tags").getAsString();
      if (List.of(tags.split("; ")).contains(tag)) {
        JsonObject item = new JsonObject();
        item.addProperty("id", i + 1);
        found.add(item);
      }
    }
    return Reply.json(200, Json.of("workItems", found));
  }

  private Reply item(int id) {
    if (id > items.size()) {
      return Reply.refusal(404, "TF401232: Work item does not exist");
    }
    JsonObject item = Json.of("fields", items.get(id - 1));
    item.addProperty("id", id);
    return Reply.json(200, item);
  }

  private Reply comment(int id, Call call) {
    String text = call.json().get("text").getAsString();
    demand(html(text), "HTML");
    comments.get(id - 1).add(text);
    return Reply.json(200, Json.of("text", text));
  }

  private Reply comments(int id) {
    JsonArray listed = new JsonArray();
    comments.get(id - 1).forEach(text -> listed.add(Json.of("text", text)));
    return Reply.json(200, Json.of("comments", listed));
  }

  @Override
  public synchronized List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      seen.add(
          new Seen(
              items.get(i).get("System.Title").getAsString(),
              !items.get(i).get("System.State").getAsString().equals("Done"),
              List.copyOf(comments.get(i))));
    }
    return seen;
  }
}
