package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Markdown;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Issues of one GitHub repository ("REST API endpoints for issues", docs.github.com). Needs a token
 * with write access to the repository's issues; without push access GitHub drops the labels in
 * silence, so an issue is found by the mark in its body.
 */
final class GitHub implements TicketDesk {

  static final String NAME = "github";

  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}");

  /** "title is too long (maximum is 256 characters)", the API's own answer. */
  private static final int LONGEST_TITLE = 256;

  /** "body is too long (maximum is 65536 characters)": an escaped character takes up to five. */
  private static final int BUDGET = 12_000;

  private static final int LONGEST_LABEL = 50;
  private static final int PAGE = 100;

  /** An issue that we opened a few minutes ago stands on one of the first. */
  private static final int MOST_PAGES = 3;

  private final Http http;
  private final String repository;
  private final String issues;

  private GitHub(Http http, String repository) {
    this.http = http;
    this.repository = repository;
    this.issues = "/repos/" + repository + "/issues";
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("REPOSITORY", "TOKEN", "URL");
    var url = settings.base("URL", "https://api.github.com", "the address of GitHub's REST API");
    String repository =
        settings.require("REPOSITORY", REPOSITORY, "a repository, as in contoso/security");
    String token =
        settings.secret("TOKEN", "a token that may read and write the repository's issues");
    return () ->
        new GitHub(
            settings.http(
                NAME,
                url,
                () ->
                    Map.of(
                        "Authorization", "Bearer " + token,
                        "Accept", "application/vnd.github+json",
                        "X-GitHub-Api-Version", "2022-11-28"),
                List.of(token),
                settings.name("TOKEN") + " and " + settings.name("REPOSITORY")),
            repository);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Posted> find(String mark) {
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonElement answer =
          http.get(
              issues
                  + "?state=all&sort=created&direction=desc&per_page=%d&page=%d"
                      .formatted(PAGE, page));
      List<JsonObject> listed = Json.objects(answer, "");
      for (JsonObject issue : listed) {
        if (!issue.has("pull_request") && Json.textOrEmpty(issue, "body").contains(mark)) {
          return Optional.of(posted(issue));
        }
      }
      if (listed.size() < PAGE) {
        return Optional.empty();
      }
    }
    return search(mark);
  }

  /** An older one stands in the index, which lags behind only for new ones. */
  private Optional<Posted> search(String mark) {
    String query = "\"%s\" in:body is:issue repo:%s".formatted(mark, repository);
    JsonElement found =
        http.get("/search/issues?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    return Json.objects(found, "items").stream()
        .filter(issue -> Json.textOrEmpty(issue, "body").contains(mark))
        .findFirst()
        .map(GitHub::posted);
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    JsonObject issue = Json.of("title", Cut.to(ticket.title(), LONGEST_TITLE));
    issue.addProperty("body", text(ticket.body(), mark));
    JsonArray labels = new JsonArray();
    labels.add("snapwarden");
    labels.add("severity:" + ticket.severity().text());
    ticket.labels().forEach(label -> labels.add(Cut.to(label, LONGEST_LABEL)));
    issue.add("labels", labels);
    return posted(http.post(issues, issue));
  }

  @Override
  public boolean heard(Posted ticket, String mark) {
    for (int page = 1; ; page++) {
      JsonElement answer =
          http.get(
              "%s/%s/comments?per_page=%d&page=%d"
                  .formatted(issues, ticket.reference(), PAGE, page));
      List<JsonObject> comments = Json.objects(answer, "");
      if (comments.stream().anyMatch(each -> Json.textOrEmpty(each, "body").contains(mark))) {
        return true;
      }
      if (comments.size() < PAGE) {
        return false;
      }
    }
  }

  @Override
  public void comment(Posted ticket, Note note) {
    http.post(
        issues + "/" + ticket.reference() + "/comments",
        Json.of("body", text(note.body(), note.mark())));
  }

  @Override
  public boolean isOpen(Posted ticket) {
    return Json.text(http.get(issues + "/" + ticket.reference()), "state").equals("open");
  }

  @Override
  public void close(Posted ticket, Note why) {
    JsonObject closed = Json.of("state", "closed");
    closed.addProperty("state_reason", "completed");
    http.patch(issues + "/" + ticket.reference(), closed);
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    http.patch(issues + "/" + ticket.reference(), Json.of("state", "open"));
  }

  private static String text(Document document, String mark) {
    return new Markdown().write(Marked.document(document, mark, BUDGET));
  }

  private static Posted posted(JsonElement issue) {
    return new Posted(Json.text(issue, "number"), Json.textOrEmpty(issue, "html_url"));
  }
}
