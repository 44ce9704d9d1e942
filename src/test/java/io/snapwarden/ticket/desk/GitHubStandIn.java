package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Issues as docs.github.com, "REST API endpoints for issues", has them. */
public final class GitHubStandIn extends StandIn {

  private static final String ISSUES = "/repos/contoso/security/issues";

  private final String token;
  private final List<JsonObject> issues = new ArrayList<>();
  private final List<List<String>> comments = new ArrayList<>();

  public GitHubStandIn(String token) {
    this.token = token;
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.header("Authorization").equals("Bearer " + token), "Bad credentials");
    demand(call.header("Accept").equals("application/vnd.github+json"), "Accept");
    demand(call.header("X-GitHub-Api-Version").equals("2022-11-28"), "API version");
    demand(!call.header("User-Agent").isEmpty(), "User-Agent");
    if (call.path().equals("/search/issues")) {
      return search(call);
    }
    demand(call.path().startsWith(ISSUES), "Not Found");
    String[] rest = call.path().substring(ISSUES.length()).split("/");
    return switch (call.method() + " " + rest.length) {
      case "GET 1" -> list(call);
      case "POST 1" -> create(call);
      case "GET 2" -> Reply.json(200, issue(rest[1]));
      case "PATCH 2" -> patch(issue(rest[1]), call);
      case "GET 3" -> comments(number(rest[1]), rest[2], call);
      case "POST 3" -> comment(number(rest[1]), rest[2], call);
      default -> throw new Offence("no such endpoint");
    };
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private JsonObject issue(String number) {
    return issues.get(number(number) - 1);
  }

  private Reply list(Call call) {
    demand(call.query().get("state").equals("all"), "state");
    demand(call.query().get("direction").equals("desc"), "direction");
    int size = number(call.query().get("per_page"));
    demand(size <= 100, "per_page");
    int page = number(call.query().get("page"));
    JsonArray listed = new JsonArray();
    for (int i = issues.size() - 1 - (page - 1) * size; i >= 0 && listed.size() < size; i--) {
      listed.add(issues.get(i));
    }
    return Reply.json(200, listed);
  }

  private Reply search(Call call) {
    String query = call.query().get("q");
    demand(query.matches("\"[a-z0-9-]+\" in:body is:issue repo:contoso/security"), "q: " + query);
    String mark = query.split("\"")[1];
    JsonArray found = new JsonArray();
    issues.stream()
        .filter(issue -> issue.get("body").getAsString().contains(mark))
        .forEach(found::add);
    return Reply.json(200, Json.of("items", found));
  }

  private Reply create(Call call) {
    JsonObject given = call.json();
    String title = given.get("title").getAsString();
    demand(!title.isBlank() && title.length() <= 256, "title is too long");
    demand(given.get("body").getAsString().length() <= 65_536, "body is too long");
    for (JsonElement label : given.getAsJsonArray("labels")) {
      demand(label.getAsString().length() <= 50, "label is too long");
    }
    given.addProperty("number", issues.size() + 1);
    given.addProperty(
        "html_url", "https://github.com/contoso/security/issues/" + (issues.size() + 1));
    given.addProperty("state", "open");
    issues.add(given);
    comments.add(new ArrayList<>());
    return Reply.json(201, given);
  }

  private static Reply patch(JsonObject issue, Call call) {
    String state = call.json().get("state").getAsString();
    demand(state.equals("open") || state.equals("closed"), "state");
    demand(
        !call.json().has("state_reason")
            || call.json().get("state_reason").getAsString().equals("completed"),
        "state_reason");
    issue.addProperty("state", state);
    return Reply.json(200, issue);
  }

  private Reply comments(int number, String what, Call call) {
    demand(what.equals("comments"), "no such endpoint");
    int size = number(call.query().get("per_page"));
    int page = number(call.query().get("page"));
    JsonArray listed = new JsonArray();
    comments.get(number - 1).stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(body -> listed.add(Json.of("body", body)));
    return Reply.json(200, listed);
  }

  private Reply comment(int number, String what, Call call) {
    demand(what.equals("comments"), "no such endpoint");
    String body = call.json().get("body").getAsString();
    demand(body.length() <= 65_536, "body is too long");
    comments.get(number - 1).add(body);
    return Reply.json(201, Json.of("body", body));
  }

  @Override
  public synchronized List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < issues.size(); i++) {
      seen.add(
          new Seen(
              issues.get(i).get("title").getAsString(),
              issues.get(i).get("state").getAsString().equals("open"),
              List.copyOf(comments.get(i))));
    }
    return seen;
  }
}
