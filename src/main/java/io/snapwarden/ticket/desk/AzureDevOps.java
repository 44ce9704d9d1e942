package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Html;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Work items of one Azure DevOps project ("Work Items", Azure DevOps REST API 7.1), found by a tag
 * of their own. Without a personal access token the app's managed identity is used; it must be a
 * member of the organisation ("Use service principals and managed identities", Microsoft Learn).
 */
final class AzureDevOps implements TicketDesk {

  static final String NAME = "azure-devops";

  /** What a token for Azure DevOps is asked for (the same page). */
  static final String SCOPE = "499b84ac-1321-427f-aa17-267ca6975798/.default";

  private static final String VERSION = "api-version=7.1";
  private static final String COMMENTS_VERSION = "api-version=7.1-preview.4";
  private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,49}");
  private static final Pattern PROJECT = Pattern.compile("[^\\\\/:*?\"'<>;#$\\p{Cntrl}]{1,64}");
  private static final Pattern TYPE = Pattern.compile("[^\\\\/'\"\\p{Cntrl}]{1,60}");

  /** "TF401324: Value for field 'System.Title' is too long" beyond. */
  private static final int LONGEST_TITLE = 255;

  private static final int BUDGET = 40_000;

  private final Http http;
  private final URI web;
  private final String project;
  private final String type;

  private AzureDevOps(Http http, URI web, String project, String type) {
    this.http = http;
    this.web = web;
    this.project = encoded(project);
    this.type = encoded(type);
  }

  /**
   * As the settings say.
   *
   * @param identity gives a token of the app's own for a scope
   */
  static Supplier<TicketDesk> of(Section settings, Tokens identity) {
    settings.only("ORGANIZATION", "PROJECT", "TOKEN", "TYPE", "URL");
    URI url = settings.base("URL", "https://dev.azure.com", "the address of Azure DevOps");
    String organization =
        settings.require("ORGANIZATION", ORGANIZATION, "the name of your organisation");
    String project = settings.require("PROJECT", PROJECT, "the name of a project");
    String type = settings.optional("TYPE", "Task", TYPE, "the name of a work item type");
    Optional<String> token =
        settings.value("TOKEN").map(set -> settings.secret("TOKEN", "a personal access token"));
    String cure =
        token.isPresent()
            ? settings.name("TOKEN")
            : "whether the app's managed identity is a member of the organisation";
    URI base = URI.create(url + "/" + organization);
    Supplier<String> authorization =
        token
            .<Supplier<String>>map(secret -> () -> "Basic " + Secrets.basic("", secret))
            .orElse(() -> "Bearer " + ownToken(identity));
    List<String> secrets =
        token.map(secret -> List.of(secret, Secrets.basic("", secret))).orElse(List.of());
    return () ->
        new AzureDevOps(
            settings.http(
                NAME,
                base,
                () -> Map.of("Authorization", authorization.get(), "Accept", "application/json"),
                secrets,
                cure),
            base,
            project,
            type);
  }

  private static String ownToken(Tokens identity) {
    try {
      return identity.token(SCOPE);
    } catch (RuntimeException e) {
      throw DeskException.failed(
          NAME + ": the app's managed identity got no token: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Posted> find(String mark) {
    JsonElement found =
        http.post(
            "/" + project + "/_apis/wit/wiql?" + VERSION,
            Json.of(
                "query",
                "Select [System.Id] From WorkItems Where [System.TeamProject] = @project"
                    + " And [System.Tags] Contains '"
                    + mark
                    + "'"));
    return Json.objects(found, "workItems").stream().findFirst().map(this::posted);
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    List<String> tags = new ArrayList<>(List.of("snapwarden", mark));
    ticket.labels().forEach(label -> tags.add(Cut.to(label.replaceAll("[;,]", " "), 100)));
    JsonArray changes = new JsonArray();
    changes.add(add("System.Title", Cut.to(ticket.title(), LONGEST_TITLE)));
    String text = text(ticket.body(), mark);
    changes.add(add("System.Description", text));
    changes.add(add("System.Tags", String.join("; ", tags)));
    JsonObject priority = add("Microsoft.VSTS.Common.Priority", "");
    priority.addProperty("value", priority(ticket.severity()));
    changes.add(priority);
    return posted(
        patch("POST", "/" + project + "/_apis/wit/workitems/$" + type, changes).getAsJsonObject());
  }

  /** 1 is the most urgent. */
  private static int priority(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 1;
      case HIGH -> 2;
      case MEDIUM -> 3;
      case LOW -> 4;
    };
  }

  @Override
  public boolean heard(Posted ticket, String mark) {
    JsonElement comments =
        http.get(item(ticket) + "/comments?order=desc&$top=100&" + COMMENTS_VERSION);
    return Json.objects(comments, "comments").stream()
        .anyMatch(comment -> Json.textOrEmpty(comment, "text").contains(mark));
  }

  @Override
  public void comment(Posted ticket, Note note) {
    http.post(
        item(ticket) + "/comments?" + COMMENTS_VERSION,
        Json.of("text", text(note.body(), note.mark())));
  }

  @Override
  public boolean isOpen(Posted ticket) {
    return !ended(state(ticket));
  }

  @Override
  public void close(Posted ticket, Note why) {
    if (!ended(state(ticket))) {
      change(ticket, "Completed");
    }
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    if (ended(state(ticket))) {
      change(ticket, "Proposed", "InProgress");
    }
  }

  private boolean ended(String state) {
    return states().stream()
        .filter(each -> Json.textOrEmpty(each, "name").equals(state))
        .map(each -> Json.textOrEmpty(each, "category"))
        .anyMatch(List.of("Completed", "Removed", "Resolved")::contains);
  }

  private String state(Posted ticket) {
    JsonElement item =
        http.get("/" + project + "/_apis/wit/workitems/" + ticket.reference() + "?" + VERSION);
    return item instanceof JsonObject object && object.get("fields") instanceof JsonObject fields
        ? Json.text(fields, "System.State")
        : Json.text(item, "fields");
  }

  /** Into the first state of one of these categories that the process has. */
  private void change(Posted ticket, String... categories) {
    for (String category : categories) {
      for (JsonObject state : states()) {
        if (Json.textOrEmpty(state, "category").equals(category)) {
          JsonArray changes = new JsonArray();
          changes.add(add("System.State", Json.text(state, "name")));
          patch("PATCH", "/" + project + "/_apis/wit/workitems/" + ticket.reference(), changes);
          return;
        }
      }
    }
    throw DeskException.failed(
        "azure-devops: no state of category %s is there for this type of work item"
            .formatted(String.join(" or ", categories)));
  }

  private List<JsonObject> states() {
    return Json.objects(
        http.get("/" + project + "/_apis/wit/workitemtypes/" + type + "/states?" + VERSION),
        "value");
  }

  private JsonElement patch(String method, String path, JsonArray changes) {
    return http.send(
        method, path + "?" + VERSION, "application/json-patch+json", changes.toString());
  }

  private String item(Posted ticket) {
    return "/" + project + "/_apis/wit/workItems/" + ticket.reference();
  }

  private static JsonObject add(String field, String value) {
    JsonObject change = Json.of("op", "add");
    change.addProperty("path", "/fields/" + field);
    change.addProperty("value", value);
    return change;
  }

  private static String text(Document document, String mark) {
    return new Html().write(Marked.document(document, mark, BUDGET));
  }

  private Posted posted(JsonObject item) {
    String id = Json.text(item, "id");
    return new Posted(id, "%s/%s/_workitems/edit/%s".formatted(web, project, id));
  }
}
