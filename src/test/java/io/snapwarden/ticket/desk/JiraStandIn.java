package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Issues as developer.atlassian.com, "The Jira Cloud platform REST API v3", has them. */
final class JiraStandIn extends StandIn {

  private static final String API = "/rest/api/3/";
  private static final Set<String> NODES =
      Set.of("doc", "paragraph", "bulletList", "listItem", "codeBlock", "text");
  private static final Set<String> MARKS = Set.of("strong", "code", "link");

  private final String basic;
  private final Map<String, Issue> issues = new LinkedHashMap<>();

  private static final class Issue {
    private final JsonObject fields;
    private final List<JsonElement> comments = new ArrayList<>();
    private String status = "new";

    Issue(JsonObject fields) {
      this.fields = fields;
    }
  }

  JiraStandIn(String user, String token) {
    basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.header("Authorization").equals(basic), "nobody knows who this is");
    demand(call.path().startsWith(API), "no such endpoint");
    String[] rest = call.path().substring(API.length()).split("/");
    String endpoint = call.method() + " " + (rest.length == 3 ? rest[2] : "" + rest.length);
    if (call.path().equals(API + "search/jql")) {
      return search(call);
    }
    demand(rest[0].equals("issue"), "no such endpoint");
    if (endpoint.equals("POST 1")) {
      return create(call);
    }
    Issue issue = issues.get(rest[1]);
    if (issue == null) {
      return Reply.refusal(404, "Issue does not exist or you do not have permission to see it.");
    }
    return switch (endpoint) {
      case "GET 2" -> status(issue, call);
      case "GET comment" -> comments(issue);
      case "POST comment" -> comment(issue, call);
      case "GET transitions" -> transitions(issue);
      case "POST transitions" -> transition(issue, call);
      default -> throw new Offence("no such endpoint");
    };
  }

  private Reply search(Call call) {
    String jql = call.json().get("jql").getAsString();
    demand(jql.startsWith("project = \"SEC\" AND labels = \""), "unbounded JQL");
    demand(!call.json().getAsJsonArray("fields").isEmpty(), "fields");
    String label = jql.replaceAll(".*labels = \"([^\"]+)\".*", "$1");
    JsonArray found = new JsonArray();
    issues.forEach(
        (key, issue) -> {
          if (issue.fields.get("labels").toString().contains("\"" + label + "\"")) {
            JsonObject json = Json.of("key", key);
            json.add("fields", issue.fields);
            found.add(json);
          }
        });
    JsonObject answer = Json.of("issues", found);
    answer.addProperty("isLast", true);
    return Reply.json(200, answer);
  }

  private Reply create(Call call) {
    JsonObject fields = call.json().getAsJsonObject("fields");
    demand(fields.getAsJsonObject("project").get("key").getAsString().equals("SEC"), "project");
    demand(fields.getAsJsonObject("issuetype").get("name").getAsString().equals("Task"), "type");
    String summary = fields.get("summary").getAsString();
    demand(summary.length() < 255, "Summary can't exceed 255 characters.");
    demand(
        !summary.contains("\n"), "The summary is invalid because it contains newline characters.");
    for (JsonElement label : fields.getAsJsonArray("labels")) {
      demand(!label.getAsString().matches(".*\\s.*"), "The label contains spaces");
      demand(label.getAsString().length() <= 255, "The label is too long");
    }
    text(fields.getAsJsonObject("description"));
    String key = "SEC-" + (issues.size() + 1);
    issues.put(key, new Issue(fields));
    JsonObject created = Json.of("key", key);
    created.addProperty("id", "1000" + issues.size());
    return Reply.json(201, created);
  }

  private static void text(JsonObject document) {
    demand(document.toString().length() <= 32_767, "The entered text is too long.");
    demand(document.get("type").getAsString().equals("doc"), "INVALID_INPUT");
    demand(document.get("version").getAsInt() == 1, "INVALID_INPUT");
    node(document);
  }

  private static void node(JsonObject node) {
    String type = node.get("type").getAsString();
    demand(NODES.contains(type), "INVALID_INPUT: " + type);
    if (type.equals("text")) {
      demand(!node.get("text").getAsString().isEmpty(), "INVALID_INPUT: empty text");
      JsonArray marks = node.has("marks") ? node.getAsJsonArray("marks") : new JsonArray();
      demand(marks.size() <= 1, "INVALID_INPUT: marks that do not go together");
      for (JsonElement mark : marks) {
        demand(MARKS.contains(mark.getAsJsonObject().get("type").getAsString()), "INVALID_INPUT");
      }
      return;
    }
    for (JsonElement child : node.getAsJsonArray("content")) {
      demand(
          !type.equals("codeBlock") || !child.getAsJsonObject().has("marks"),
          "INVALID_INPUT: marks");
      node(child.getAsJsonObject());
    }
  }

  private static Reply status(Issue issue, Call call) {
    demand("status".equals(call.query().get("fields")), "fields");
    JsonObject answer =
        Json.of(
            "fields", Json.of("status", Json.of("statusCategory", Json.of("key", issue.status))));
    return Reply.json(200, answer);
  }

  private static Reply comments(Issue issue) {
    JsonArray comments = new JsonArray();
    for (int i = issue.comments.size() - 1; i >= 0; i--) {
      comments.add(Json.of("body", issue.comments.get(i)));
    }
    return Reply.json(200, Json.of("comments", comments));
  }

  private static Reply comment(Issue issue, Call call) {
    JsonObject body = call.json().getAsJsonObject("body");
    text(body);
    issue.comments.add(body);
    return Reply.json(201, Json.of("id", "1"));
  }

  /** To be done asks for a resolution; none leads to where the issue is. */
  private static Reply transitions(Issue issue) {
    JsonArray ways = new JsonArray();
    way(ways, issue, "11", "new");
    way(ways, issue, "21", "indeterminate");
    way(ways, issue, "31", "done");
    return Reply.json(200, Json.of("transitions", ways));
  }

  private static void way(JsonArray ways, Issue issue, String id, String category) {
    if (issue.status.equals(category)) {
      return;
    }
    JsonObject way = Json.of("id", id);
    way.add("to", Json.of("statusCategory", Json.of("key", category)));
    JsonObject fields = new JsonObject();
    if (category.equals("done")) {
      JsonArray allowed = new JsonArray();
      allowed.add(resolution("1", "Won't do"));
      allowed.add(resolution("2", "Done"));
      JsonObject resolution = Json.of("allowedValues", allowed);
      resolution.addProperty("required", true);
      fields.add("resolution", resolution);
    }
    way.add("fields", fields);
    ways.add(way);
  }

  private static JsonObject resolution(String id, String name) {
    JsonObject resolution = Json.of("id", id);
    resolution.addProperty("name", name);
    return resolution;
  }

  private static Reply transition(Issue issue, Call call) {
    String id = call.json().getAsJsonObject("transition").get("id").getAsString();
    String to = Map.of("11", "new", "21", "indeterminate", "31", "done").get(id);
    demand(!issue.status.equals(to), "no such transition from here");
    demand(
        to.equals("done") == call.json().has("fields"),
        to.equals("done") ? "Resolution is required." : "Field 'resolution' cannot be set.");
    demand(
        !to.equals("done") || call.json().toString().contains("\"resolution\":{\"id\":\"2\"}"),
        "the resolution that fits best");
    issue.status = to;
    return Reply.empty(204);
  }

  @Override
  public synchronized List<Seen> seen() {
    return issues.values().stream()
        .map(
            issue ->
                new Seen(
                    issue.fields.get("summary").getAsString(),
                    !issue.status.equals("done"),
                    issue.comments.stream().map(JsonElement::toString).toList()))
        .toList();
  }
}
