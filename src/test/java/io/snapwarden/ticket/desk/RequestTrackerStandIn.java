package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tickets as Request Tracker 5 has them ("RT::REST2"); a real one is asked elsewhere. */
final class RequestTrackerStandIn extends StandIn {

  private static final String API = "/REST/2.0/";

  private final String token;
  private final List<JsonObject> tickets = new ArrayList<>();
  private final List<List<String>> contents = new ArrayList<>();

  RequestTrackerStandIn(String token) {
    this.token = token;
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.header("Authorization").equals("token " + token), "Unauthorized");
    demand(!call.header("User-Agent").contains("Mozilla"), "sent to the login page");
    demand(call.path().startsWith(API), "no such endpoint");
    String[] rest = call.path().substring(API.length()).split("/");
    return switch (call.method()
        + " "
        + rest[0]
        + " "
        + (rest.length > 2 ? rest[2] : rest.length)) {
      case "POST ticket 1" -> create(call);
      case "GET tickets 1" -> search(call);
      case "GET ticket 2" -> Reply.json(200, ticket(rest[1]));
      case "PUT ticket 2" -> status(ticket(rest[1]), call);
      case "POST ticket comment" -> comment(rest[1], call);
      case "GET ticket attachments" -> attachments(rest[1], call);
      default -> throw new Offence("no such endpoint");
    };
  }

  private JsonObject ticket(String id) {
    return tickets.get(Integer.parseInt(id) - 1);
  }

  private Reply create(Call call) {
    JsonObject ticket = call.json();
    if (!ticket.get("Queue").getAsString().equals("Security")) {
      return Reply.refusal(403, "No permission to create tickets in the queue");
    }
    String subject = ticket.get("Subject").getAsString();
    demand(subject.getBytes(StandardCharsets.UTF_8).length <= 200, "cut in silence");
    demand(ticket.get("ContentType").getAsString().equals("text/plain"), "ContentType");
    ticket.addProperty("id", String.valueOf(tickets.size() + 1));
    ticket.addProperty("Status", "new");
    tickets.add(ticket);
    contents.add(new ArrayList<>());
    return Reply.json(201, ticket);
  }

  private Reply search(Call call) {
    String query = call.query().get("query");
    demand(
        query.matches(
            "Queue = 'Security' AND Subject LIKE '\\[[a-z0-9-]+\\]' AND Status != 'deleted'"),
        "query");
    demand(call.query().get("fields").contains("Subject"), "fields");
    String wanted = query.replaceAll(".*LIKE '([^']+)'.*", "$1");
    JsonArray items = new JsonArray();
    tickets.stream()
        .filter(ticket -> ticket.get("Subject").getAsString().contains(wanted))
        .forEach(items::add);
    return Reply.json(200, Json.of("items", items));
  }

  private static Reply status(JsonObject ticket, Call call) {
    String status = call.json().get("Status").getAsString();
    demand(Set.of("open", "resolved").contains(status), "status");
    ticket.addProperty("Status", status);
    JsonArray said = new JsonArray();
    said.add("Status changed");
    return Reply.json(200, said);
  }

  private Reply comment(String id, Call call) {
    demand(call.json().has("ContentType"), "ContentType is a required field for application/json");
    contents.get(Integer.parseInt(id) - 1).add(call.json().get("Content").getAsString());
    JsonArray said = new JsonArray();
    said.add("Comments added");
    return Reply.json(201, said);
  }

  private Reply attachments(String id, Call call) {
    demand(Integer.parseInt(call.query().get("per_page")) <= 100, "per_page");
    demand("Content".equals(call.query().get("fields")), "fields");
    JsonArray items = new JsonArray();
    contents
        .get(Integer.parseInt(id) - 1)
        .forEach(content -> items.add(Json.of("Content", content)));
    return Reply.json(200, Json.of("items", items));
  }

  @Override
  public synchronized List<Seen> seen() {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < tickets.size(); i++) {
      seen.add(
          new Seen(
              tickets.get(i).get("Subject").getAsString(),
              !tickets.get(i).get("Status").getAsString().equals("resolved"),
              List.copyOf(contents.get(i))));
    }
    return seen;
  }
}
