package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Adf;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Issues of one Jira Cloud project (developer.atlassian.com, "The Jira Cloud platform REST API
 * v3"). An issue is found again by a label of its own, for Jira has no key against doubles.
 */
final class Jira implements TicketDesk {

  static final String NAME = "jira";

  private static final Pattern PROJECT = Pattern.compile("[A-Z][A-Z0-9_]{1,99}");
  private static final Pattern USER = Pattern.compile("[^\\s:]+@[^\\s:]+");
  private static final Pattern TYPE = Pattern.compile("[^\"\\\\\\p{Cntrl}]{1,60}");

  /** "Summary can't exceed 255 characters", and older ones "must be less than 255". */
  private static final int LONGEST_TITLE = 254;

  /** 32,767 characters; whether of JSON is not said, so its marks are counted, too. */
  private static final int BUDGET = 12_000;

  private final Http http;
  private final URI site;
  private final String project;
  private final String type;

  private Jira(Http http, URI site, String project, String type) {
    this.http = http;
    this.site = site;
    this.project = project;
    this.type = type;
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("URL", "PROJECT", "USER", "TOKEN", "TYPE");
    URI url = settings.base("URL", null, "your site, as in https://contoso.atlassian.net");
    String project = settings.require("PROJECT", PROJECT, "the key of a project, as in SEC");
    String user = settings.require("USER", USER, "the mail address of the account");
    String token = settings.secret("TOKEN", "an API token of that account");
    String type = settings.optional("TYPE", "Task", TYPE, "the name of an issue type");
    String basic = Secrets.basic(user, token);
    return () ->
        new Jira(
            settings.http(
                NAME,
                url,
                () -> Map.of("Authorization", "Basic " + basic, "Accept", "application/json"),
                List.of(token, basic),
                settings.name("USER") + " and " + settings.name("TOKEN")),
            url,
            project,
            type);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Posted> find(String mark) {
    JsonObject search =
        Json.of(
            "jql",
            "project = \"%s\" AND labels = \"%s\" ORDER BY created DESC".formatted(project, mark));
    JsonArray fields = new JsonArray();
    fields.add("labels");
    search.add("fields", fields);
    search.addProperty("maxResults", 1);
    return Json.objects(http.post("/rest/api/3/search/jql", search), "issues").stream()
        .findFirst()
        .map(this::posted);
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    JsonObject fields = new JsonObject();
    fields.add("project", Json.of("key", project));
    fields.add("issuetype", Json.of("name", type));
    fields.addProperty("summary", Cut.to(ticket.title(), LONGEST_TITLE));
    fields.add("description", text(ticket.body(), mark));
    JsonArray labels = new JsonArray();
    labels.add(mark);
    labels.add("snapwarden");
    labels.add("severity-" + ticket.severity().text());
    // One with a blank in it would fail the whole.
    ticket.labels().forEach(label -> labels.add(Cut.to(label.replaceAll("\\s+", "-"), 255)));
    fields.add("labels", labels);
    return posted(http.post("/rest/api/3/issue", Json.of("fields", fields)));
  }

  @Override
  public boolean heard(Posted ticket, String mark) {
    JsonElement comments = http.get(issue(ticket) + "/comment?orderBy=-created&maxResults=100");
    return Json.objects(comments, "comments").stream()
        .anyMatch(comment -> String.valueOf(comment.get("body")).contains(mark));
  }

  @Override
  public void comment(Posted ticket, Note note) {
    http.post(issue(ticket) + "/comment", Json.of("body", text(note.body(), note.mark())));
  }

  @Override
  public boolean isOpen(Posted ticket) {
    JsonElement issue = http.get(issue(ticket) + "?fields=status");
    return !Json.text(issue, "fields/status/statusCategory/key").equals("done");
  }

  @Override
  public void close(Posted ticket, Note why) {
    if (isOpen(ticket)) {
      transit(ticket, List.of("done"));
    }
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    if (!isOpen(ticket)) {
      transit(ticket, List.of("new", "indeterminate"));
    }
  }

  /** Takes the first way that the project's workflow has to a status of one of these kinds. */
  private void transit(Posted ticket, List<String> categories) {
    String path = issue(ticket) + "/transitions";
    List<JsonObject> ways =
        Json.objects(http.get(path + "?expand=transitions.fields"), "transitions");
    for (String category : categories) {
      for (JsonObject way : ways) {
        if (Json.textOrEmpty(way, "to/statusCategory/key").equals(category)) {
          http.post(path, transition(way));
          return;
        }
      }
    }
    throw DeskException.failed(
        "jira: %s has no transition to a status of category %s, or we may not use it: let the workflow of project %s have one"
            .formatted(ticket.reference(), String.join(" or ", categories), project));
  }

  /** A resolution is sent where the transition's screen asks for one, for elsewhere it fails. */
  private static JsonObject transition(JsonObject way) {
    JsonObject transition = new JsonObject();
    transition.add("transition", Json.of("id", Json.text(way, "id")));
    if (way.get("fields") instanceof JsonObject fields
        && fields.get("resolution") instanceof JsonObject resolution) {
      List<JsonObject> allowed = Json.objects(resolution, "allowedValues");
      allowed.stream()
          .filter(value -> Json.textOrEmpty(value, "name").equals("Done"))
          .findFirst()
          .or(() -> allowed.stream().findFirst())
          .ifPresent(
              value ->
                  transition.add(
                      "fields", Json.of("resolution", Json.of("id", Json.text(value, "id")))));
    }
    return transition;
  }

  private static String issue(Posted ticket) {
    return "/rest/api/3/issue/" + ticket.reference();
  }

  private static JsonObject text(Document document, String mark) {
    return new Adf().write(Marked.document(document, mark, BUDGET));
  }

  private Posted posted(JsonElement issue) {
    String key = Json.text(issue, "key");
    return new Posted(key, site + "/browse/" + key);
  }
}
