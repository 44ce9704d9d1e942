package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Cut;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.PlainText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Incidents of ServiceNow through its Table API ("Table API", ServiceNow's API reference), found by
 * their {@code correlation_id}. Comments are work notes, which callers do not see.
 */
final class ServiceNow implements TicketDesk {

  static final String NAME = "servicenow";

  private static final Pattern TABLE = Pattern.compile("[a-z0-9_]{1,80}");
  private static final Pattern NAMED = Pattern.compile("[^:\\p{Cntrl}]{1,100}");
  private static final Pattern CODE = Pattern.compile("[^\\p{Cntrl}]{1,100}");

  /** Longer ones are cut by what shows them. */
  private static final int LONGEST_TITLE = 160;

  private static final int BUDGET = 12_000;

  /** "Incident Management State Model", KB0564465: resolved, closed, cancelled. */
  private static final Set<String> ENDED = Set.of("6", "7", "8");

  private static final String RESOLVED = "6";
  private static final String IN_PROGRESS = "2";

  private final Http http;
  private final URI site;
  private final String table;
  private final String closeCode;

  private ServiceNow(Http http, URI site, String table, String closeCode) {
    this.http = http;
    this.site = site;
    this.table = table;
    this.closeCode = closeCode;
  }

  static Supplier<TicketDesk> of(Section settings) {
    settings.only("URL", "USER", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "TABLE", "CLOSE_CODE");
    URI url = settings.base("URL", null, "your instance, as in https://contoso.service-now.com");
    String table = settings.optional("TABLE", "incident", TABLE, "the name of a table");
    String closeCode =
        settings.optional(
            "CLOSE_CODE", "Solution provided", CODE, "a resolution code that your instance has");
    return settings.value("CLIENT_ID").isPresent() || settings.value("CLIENT_SECRET").isPresent()
        ? withClient(settings, url, table, closeCode)
        : withUser(settings, url, table, closeCode);
  }

  private static Supplier<TicketDesk> withUser(
      Section settings, URI url, String table, String closeCode) {
    String user = settings.require("USER", NAMED, "an account that may write incidents");
    String password = settings.secret("PASSWORD", "that account's password");
    String basic = Secrets.basic(user, password);
    String cure = settings.name("USER") + " and " + settings.name("PASSWORD");
    return () ->
        new ServiceNow(
            settings.http(
                NAME, url, () -> headers("Basic " + basic), List.of(password, basic), cure),
            url,
            table,
            closeCode);
  }

  private static Supplier<TicketDesk> withClient(
      Section settings, URI url, String table, String closeCode) {
    String id = settings.require("CLIENT_ID", NAMED, "the client id of an OAuth application");
    String secret = settings.secret("CLIENT_SECRET", "that application's client secret");
    String cure = settings.name("CLIENT_ID") + " and " + settings.name("CLIENT_SECRET");
    return () -> {
      ClientToken token =
          new ClientToken(
              settings.http(NAME, url, Map::of, List.of(secret, ClientToken.encoded(secret)), cure),
              "/oauth_token.do",
              id,
              secret);
      return new ServiceNow(
          settings.http(NAME, url, () -> headers("Bearer " + token.get()), List.of(secret), cure),
          url,
          table,
          closeCode);
    };
  }

  private static Map<String, String> headers(String authorization) {
    return Map.of("Authorization", authorization, "Accept", "application/json");
  }

  @Override
  public String name() {
    return NAME;
  }

  /** One that is closed for good cannot be opened again: it counts as none. */
  @Override
  public Optional<Posted> find(String mark) {
    JsonElement found =
        http.get(
            rows()
                + "?sysparm_query=correlation_id%3D"
                + mark
                + "%5Eactive%3Dtrue&sysparm_limit=1&sysparm_fields=sys_id,number,correlation_id");
    // A query that it does not understand finds everything.
    return Json.objects(found, "result").stream()
        .filter(row -> Json.textOrEmpty(row, "correlation_id").equals(mark))
        .findFirst()
        .map(this::posted);
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    JsonObject row = Json.of("short_description", Cut.to(ticket.title(), LONGEST_TITLE));
    row.addProperty("description", text(ticket.body(), mark));
    row.addProperty("correlation_id", mark);
    row.addProperty("correlation_display", "Snapwarden");
    String level = level(ticket.severity());
    row.addProperty("urgency", level);
    row.addProperty("impact", level);
    return posted(result(http.post(rows(), row)));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "1";
      case MEDIUM -> "2";
      case LOW -> "3";
    };
  }

  /** With their display values, journal fields show what was written into them. */
  @Override
  public boolean heard(Posted ticket, String mark) {
    JsonElement row =
        http.get(row(ticket) + "?sysparm_fields=work_notes&sysparm_display_value=true");
    return Json.textOrEmpty(row, "result/work_notes").contains(mark);
  }

  @Override
  public void comment(Posted ticket, Note note) {
    http.patch(row(ticket), Json.of("work_notes", text(note.body(), note.mark())));
  }

  @Override
  public boolean isOpen(Posted ticket) {
    JsonElement row = http.get(row(ticket) + "?sysparm_fields=state");
    return !ENDED.contains(Json.text(row, "result/state"));
  }

  @Override
  public void close(Posted ticket, Note why) {
    if (!isOpen(ticket)) {
      return;
    }
    JsonObject resolved = Json.of("state", RESOLVED);
    resolved.addProperty("close_code", closeCode);
    resolved.addProperty("close_notes", text(why.body(), why.mark()));
    http.patch(row(ticket), resolved);
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    String state = Json.text(http.get(row(ticket) + "?sysparm_fields=state"), "result/state");
    if (state.equals(RESOLVED)) {
      JsonObject opened = Json.of("state", IN_PROGRESS);
      opened.addProperty("work_notes", text(why.body(), why.mark()));
      http.patch(row(ticket), opened);
    } else if (ENDED.contains(state)) {
      throw DeskException.gone(
          "servicenow: %s is closed for good, so a new one is needed"
              .formatted(ticket.reference()));
    }
  }

  private String rows() {
    return "/api/now/table/" + table;
  }

  private String row(Posted ticket) {
    return rows() + "/" + sysId(ticket);
  }

  private static String sysId(Posted ticket) {
    return ticket.reference().replaceAll(".*/", "");
  }

  /** In journal fields {@code [code]} would be HTML ("Journal field type", ServiceNow). */
  private static String text(Document document, String mark) {
    return new PlainText()
        .write(Marked.document(document, mark, BUDGET))
        .replaceAll("(?i)\\[(\\s*/?\\s*code)", "[ $1");
  }

  private static JsonElement result(JsonElement answer) {
    return answer instanceof JsonObject object && object.get("result") instanceof JsonObject row
        ? row
        : new JsonObject();
  }

  /** People know the number, the API takes the id. */
  private Posted posted(JsonElement row) {
    String id = Json.text(row, "sys_id");
    return new Posted(
        Json.text(row, "number") + "/" + id,
        "%s/nav_to.do?uri=%s.do%%3Fsys_id%%3D%s".formatted(site, table, id));
  }
}
