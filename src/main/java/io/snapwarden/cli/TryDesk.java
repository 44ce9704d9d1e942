package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Credentials;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SafeText;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.desk.Desks;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Document.Fact;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden ticket test}: opens, comments and closes a ticket that says it is a test. */
@Command(
    name = "test",
    header = "Open, comment and close a test ticket.",
    description = {
      "Does at the desk what the app would do, with the same settings: opens a ticket which says "
          + "that it is a test, looks it up, comments on it and closes it. It stays there, closed. "
          + "A desk at which nothing can be looked up only gets the messages."
    },
    exitCodeList = {
      "0:the desk did all of it",
      "1:the desk said no, or cannot be reached",
      "2:bad usage, bad settings, or a desk that is not set up"
    },
    footer = {
      "  snapwarden ticket test --desk github",
      "  snapwarden ticket test --desk jira --json | jq -r .url"
    })
final class TryDesk implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--desk",
      required = true,
      paramLabel = "NAME",
      description =
          "github, jira, servicenow, azure-devops, pagerduty, request-tracker, webhook, slack or "
              + "teams.")
  private String name = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  TryDesk(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    TicketDesk desk = desk();
    List<String> done = new ArrayList<>();
    try {
      Posted posted = test(desk, done);
      report(posted, done);
      return ExitCode.OK;
    } catch (DeskException e) {
      throw Failure.broken(
          "%s%s"
              .formatted(done.isEmpty() ? "" : String.join(", ", done) + "; then ", e.getMessage()),
          e);
    }
  }

  private TicketDesk desk() {
    List<String> problems = new ArrayList<>();
    Map<String, String> environment = surroundings.environment();
    Desks desks =
        Desks.read(
            environment,
            problems,
            scope -> Credentials.token(Credentials.of(environment), scope),
            surroundings.clock());
    if (!problems.isEmpty()) {
      throw Failure.badInput(String.join("\n", problems));
    }
    try {
      return desks.apply(name);
    } catch (DeskException e) {
      throw Failure.badInput(String.valueOf(e.getMessage()));
    }
  }

  private Posted test(TicketDesk desk, List<String> done) {
    Instant now = surroundings.clock().instant();
    String mark = mark("ticket", now);
    Posted posted = desk.open(mark, ticket(now));
    done.add("opened " + posted.reference());
    // Some trackers find only after a while what is new; that is no failure of the settings.
    done.add(
        desk.find(mark).isPresent()
            ? "found it again"
            : "did not find it yet, or cannot look it up");
    Note comment = new Note(mark("comment", now), true, text("This is a test comment."));
    desk.comment(posted, comment);
    done.add("commented");
    desk.close(posted, new Note(mark("close", now), false, text("The test is over.")));
    done.add("closed it");
    return posted;
  }

  private static String mark(String what, Instant now) {
    return "snapwarden-" + Hash.hex("test\n" + what + "\n" + now).substring(0, 16);
  }

  private static Ticket ticket(Instant now) {
    return new Ticket(
        "test " + now,
        "Test of Snapwarden's tickets",
        Document.builder()
            .paragraph("This is a test. Nobody wrote a snapshot, and there is nothing to do.")
            .facts(List.of(new Fact("Opened", now.toString())))
            .paragraph("A ticket about an incident has commands to copy, such as")
            .code(List.of("java -jar snapwarden.jar incidents list"))
            .links(
                List.of(
                    new Document.Link("The Azure portal", URI.create("https://portal.azure.com"))))
            .build(),
        Severity.LOW,
        List.of("test"));
  }

  private static Document text(String text) {
    return Document.builder().paragraph(text).build();
  }

  private void report(Posted posted, List<String> done) {
    String url = posted.url();
    if (json) {
      JsonObject record = new JsonObject();
      record.addProperty("desk", name);
      record.addProperty("reference", posted.reference());
      record.addProperty("url", url == null || url.isEmpty() ? null : url);
      record.addProperty("closed", true);
      surroundings.out().line(SafeText.of(record.toString()));
    } else {
      surroundings.out().line(SafeText.of(name + ": " + String.join(", ", done)));
      if (url != null && !url.isEmpty()) {
        surroundings.out().line(SafeText.of(url));
      }
    }
  }
}
