package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.incident.AtOnce;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.MemoryCopies;
import io.snapwarden.ticket.MemoryTicketBook;
import io.snapwarden.ticket.Mirror;
import io.snapwarden.ticket.TestTickets;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.text.Document;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The desk against a real Request Tracker. Not among the tests of {@code mvn verify}, which need no
 * server; {@code .ci/run} installs one and runs it.
 */
@Tag("request-tracker")
class RealRequestTrackerTest {

  private static RequestTrackerServer server;

  @BeforeAll
  static void start() {
    server = RequestTrackerServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TicketDesk desk() {
    return desk(server.token(), "General");
  }

  private static TicketDesk desk(String token, String queue) {
    List<String> problems = new ArrayList<>();
    Desks desks =
        Desks.read(
            DeskSettings.of(
                "request-tracker",
                Map.of("URL", server.address().toString(), "QUEUE", queue, "TOKEN", token)),
            problems,
            scope -> "",
            Clock.systemUTC());
    assertThat(problems).isEmpty();
    return desks.apply("request-tracker");
  }

  /** What the server itself says, asked by another way than the desk's own. */
  private static JsonObject asked(String path) {
    return new Http(
            "rt",
            server.address(),
            () -> Map.of("Authorization", "token " + server.token()),
            List.of(),
            "",
            Duration.ofSeconds(20))
        .get("/REST/2.0" + path)
        .getAsJsonObject();
  }

  private static String mark() {
    return "snapwarden-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private static Note note(String mark, String text) {
    return new Note(mark, true, Document.builder().paragraph(text).build());
  }

  @Test
  void a_ticket_is_created_with_its_text_and_found_again() {
    String mark = mark();
    assertThat(desk().find(mark)).isEmpty();

    Posted posted = desk().open(mark, DeskContract.ticket());

    assertThat(desk().find(mark)).contains(posted);
    assertThat(asked("/ticket/" + posted.reference()).get("Subject").getAsString())
        .isEqualTo("Unauthorised AKS snapshot nightly-1: unknown-caller [" + mark + "]");
    assertThat(contents(posted))
        .anySatisfy(
            content ->
                assertThat(content)
                    .contains("Severity: high", "Incident: 1a2b-3c4d", "tag-snapshot: done", mark));
  }

  private static List<String> contents(Posted posted) {
    JsonArray items =
        asked("/ticket/" + posted.reference() + "/attachments?fields=Content&per_page=100")
            .getAsJsonArray("items");
    List<String> contents = new ArrayList<>();
    items.forEach(item -> contents.add(item.getAsJsonObject().get("Content").getAsString()));
    return contents;
  }

  @Test
  void a_comment_is_heard() {
    Posted posted = desk().open(mark(), DeskContract.ticket());
    String mark = mark();
    assertThat(desk().heard(posted, mark)).isFalse();

    desk().comment(posted, note(mark, "2 more writes"));

    assertThat(desk().heard(posted, mark)).isTrue();
    assertThat(contents(posted)).anySatisfy(each -> assertThat(each).contains("2 more writes"));
  }

  @Test
  void a_ticket_is_resolved_and_opened_again() {
    Posted posted = desk().open(mark(), DeskContract.ticket());
    assertThat(desk().isOpen(posted)).isTrue();

    desk().close(posted, note(mark(), "contained"));
    desk().close(posted, note(mark(), "contained"));
    assertThat(asked("/ticket/" + posted.reference()).get("Status").getAsString())
        .isEqualTo("resolved");
    assertThat(desk().isOpen(posted)).isFalse();

    desk().reopen(posted, note(mark(), "failed"));
    assertThat(asked("/ticket/" + posted.reference()).get("Status").getAsString())
        .isEqualTo("open");
  }

  @Test
  void a_bad_token_is_told_with_the_setting() {
    assertThatThrownBy(() -> desk("1-14-bad", "General").open(mark(), DeskContract.ticket()))
        .isInstanceOf(DeskException.class)
        .hasMessageContaining("401")
        .hasMessageContaining("SNAPWARDEN_TICKET_REQUEST_TRACKER_TOKEN")
        .hasMessageNotContaining("1-14-bad");
  }

  @Test
  void an_unknown_queue_is_told_with_the_setting() {
    assertThatThrownBy(() -> desk(server.token(), "Nowhere").open(mark(), DeskContract.ticket()))
        .isInstanceOf(DeskException.class)
        .hasMessageContaining("403")
        .hasMessageContaining("SNAPWARDEN_TICKET_REQUEST_TRACKER_QUEUE");
  }

  @Test
  void a_ticket_that_is_not_there_is_gone() {
    assertThatThrownBy(() -> desk().isOpen(new Posted("99999", null)))
        .isInstanceOfSatisfying(DeskException.class, e -> assertThat(e.isGone()).isTrue());
  }

  @Test
  void a_hostile_title_does_nothing_and_is_found_by_its_mark() {
    for (String hostile :
        List.of(
            "<script>alert(1)</script>\r\nStatus: resolved",
            "'] OR Queue = 'General",
            "%_\\' CF.{x} \u202E\uD83D\uDD25".repeat(60))) {
      String mark = mark();

      Posted posted =
          desk().open(mark, DeskContract.ticket(io.snapwarden.event.SafeText.of(hostile)));

      assertThat(desk().find(mark)).contains(posted);
      JsonObject ticket = asked("/ticket/" + posted.reference());
      assertThat(ticket.get("Subject").getAsString()).endsWith("[" + mark + "]");
      assertThat(ticket.get("Status").getAsString()).isEqualTo("new");
    }
  }

  @Test
  void a_hundred_incidents_of_twenty_problems_from_eight_threads_are_twenty_tickets() {
    MemoryTicketBook book = new MemoryTicketBook();
    MemoryCopies copies = new MemoryCopies();
    Queue<String> again = new ConcurrentLinkedQueue<>();
    TicketDesk desk = desk();
    String run = mark();

    AtOnce.times(
        8,
        thread -> {
          for (int i = thread; i < 100; i += 8) {
            String incident = "incident-" + i;
            Ticket ticket = TestTickets.ticket(run + i % 20);
            TicketBook.Opened opened = book.open(ticket, incident);
            if (!opened.openedBy().equals(incident)) {
              book.comment(opened.reference(), TestTickets.comment(incident));
            }
            mirror(book, copies, desk, Duration.ZERO)
                .tell(opened.reference(), desk.name(), true, x -> again.add(opened.reference()));
          }
          return true;
        });
    // Later, whoever had to come back does, all at once again.
    List<String> due = new ArrayList<>(again);
    AtOnce.times(
        8,
        thread -> {
          for (String ticket : due) {
            mirror(book, copies, desk, Duration.ofHours(2))
                .tell(ticket, desk.name(), true, x -> {});
          }
          return true;
        });

    assertThat(book.all()).hasSize(20);
    Set<String> references = new HashSet<>();
    for (TicketBook.Entry entry : book.all()) {
      Copy copy = copies.of(entry.reference()).get(0);
      assertThat(copy.trouble()).isNull();
      references.add(copy.posted().reference());
      long said =
          contents(copy.posted()).stream()
              .filter(text -> text.contains("more since") || text.contains("text of"))
              .count();
      assertThat(said).as("comments of " + entry.reference()).isEqualTo(1);
    }
    assertThat(references).hasSize(20);
    assertThat(asked("/tickets?query=Subject+LIKE+'A+title'&per_page=1").get("total").getAsInt())
        .isEqualTo(20);
  }

  private static Mirror mirror(
      MemoryTicketBook book, MemoryCopies copies, TicketDesk desk, Duration later) {
    return new Mirror(
        book,
        copies,
        name -> desk,
        Clock.offset(Clock.systemUTC(), later),
        () -> UUID.randomUUID().toString());
  }
}
