package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.desk.StandIn.Fault;
import io.snapwarden.ticket.desk.StandIn.Seen;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every desk does, over real HTTP to a strict stand-in of its tracker. */
abstract class DeskContract {

  static final String SECRET = "s3crets3crets3crets3crets3crets3";
  private static final String MARK = "snapwarden-0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofMillis(400);

  StandIn tracker;
  TicketDesk desk;

  /** Another one each time. */
  protected abstract StandIn start();

  protected abstract String name();

  /** The settings without their prefix, with {@link #SECRET} as the secret. */
  protected abstract Map<String, String> settings(URI address);

  /** Whether it can look up what it was told. */
  protected boolean looksUp() {
    return true;
  }

  /** Whether everything that it is told is to be seen there. */
  protected boolean showsComments() {
    return true;
  }

  @BeforeEach
  void begin() {
    tracker = start();
    desk = connect(tracker);
  }

  @AfterEach
  void end() {
    tracker.close();
    assertThat(tracker.offences()).isEmpty();
  }

  TicketDesk connect(StandIn standIn) {
    List<String> problems = new ArrayList<>();
    TicketDesk made =
        Desks.read(
                DeskSettings.of(name(), settings(standIn.address())),
                problems,
                scope -> "token for " + scope,
                Clock.systemUTC(),
                PATIENCE)
            .apply(name());
    assertThat(problems).isEmpty();
    return made;
  }

  static Ticket ticket() {
    return ticket("Unauthorised AKS snapshot nightly-1: unknown-caller");
  }

  static Ticket ticket(String title) {
    return new Ticket(
        "fingerprint",
        title,
        Document.builder()
            .paragraph("A user wrote the AKS snapshot nightly-1.")
            .facts(List.of(new Document.Fact("Incident", "1a2b-3c4d")))
            .items(List.of("tag-snapshot: done"))
            .code(List.of("java -jar snapwarden.jar incidents show 1a2b-3c4d"))
            .links(
                List.of(
                    new Document.Link(
                        "The snapshot", URI.create("https://portal.azure.com/#resource/x"))))
            .build(),
        Severity.HIGH,
        List.of("aks", "two words"));
  }

  private static Note note(String mark, String text) {
    return new Note(mark, true, Document.builder().paragraph(text).build());
  }

  @Test
  @Tag("gson")
  void a_ticket_is_opened_with_its_title_and_its_text() {
    Posted posted = desk.open(MARK, ticket());

    assertThat(posted.reference()).isNotEmpty();
    assertThat(tracker.seen())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.title()).contains("Unauthorised AKS snapshot nightly-1");
              assertThat(seen.open()).isTrue();
            });
    assertThat(tracker.calls().toString()).contains("1a2b-3c4d", "snapshot: done");
  }

  @Test
  @Tag("gson")
  void a_ticket_is_found_by_its_mark_and_no_other_is() {
    if (!looksUp()) {
      assertThat(desk.find(MARK)).isEmpty();
      return;
    }
    assertThat(desk.find(MARK)).isEmpty();
    desk.open("snapwarden-ffffffffffffffff", ticket());
    Posted posted = desk.open(MARK, ticket());

    assertThat(desk.find(MARK)).contains(posted);
    assertThat(desk.find("snapwarden-0000000000000000")).isEmpty();
  }

  @Test
  @Tag("gson")
  void a_comment_is_added_and_found_by_its_mark() {
    Posted posted = desk.open(MARK, ticket());
    assertThat(desk.heard(posted, "snapwarden-c")).isFalse();

    desk.comment(posted, note("snapwarden-c", "2 more writes"));

    assertThat(desk.heard(posted, "snapwarden-c")).isEqualTo(looksUp());
    if (showsComments()) {
      assertThat(tracker.seen().get(0).comments())
          .singleElement()
          .satisfies(comment -> assertThat(comment).contains("2 more writes"));
    }
  }

  @Test
  @Tag("gson")
  void a_ticket_is_closed_and_opened_again_and_twice_is_as_once() {
    Posted posted = desk.open(MARK, ticket());

    desk.close(posted, note("snapwarden-1", "Contained"));
    desk.close(posted, note("snapwarden-1", "Contained"));
    assertThat(tracker.seen().get(0).open()).isFalse();
    assertThat(desk.isOpen(posted)).isEqualTo(!looksUp());

    desk.reopen(posted, note("snapwarden-2", "Failed"));
    desk.reopen(posted, note("snapwarden-2", "Failed"));
    assertThat(tracker.seen().get(0).open()).isTrue();
    assertThat(desk.isOpen(posted)).isTrue();
  }

  @Test
  void a_hostile_title_is_cut_to_what_the_tracker_takes_and_stays_one_line() {
    desk.open(MARK, ticket("<script>@everyone](javascript:x)' \"\\ ".repeat(300)));

    assertThat(tracker.seen())
        .singleElement()
        .satisfies(seen -> assertThat(seen.title()).contains("@everyone").doesNotContain("\n"));
  }

  @Test
  @Tag("gson")
  void a_text_of_any_length_is_taken() {
    Document.Builder long_ = Document.builder();
    for (int i = 0; i < 400; i++) {
      long_.paragraph("\"<&>'\\`*[code]\u20AC".repeat(800));
    }
    Ticket ticket = new Ticket("f", "A title", long_.build(), Severity.LOW, List.of());

    Posted posted = desk.open(MARK, ticket);
    desk.comment(posted, new Note("snapwarden-c", true, ticket.body()));

    assertThat(tracker.seen()).hasSize(1);
  }

  @TestFactory
  Stream<DynamicTest> a_refusal_says_what_to_do_and_shows_no_secret() {
    return Stream.of(Fault.values())
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> refused(fault)));
  }

  private void refused(Fault fault) {
    try (StandIn other = start()) {
      other.fail(1, fault);

      DeskException refusal =
          catchThrowableOfType(DeskException.class, () -> connect(other).open(MARK, ticket()));

      assertThat(refusal).hasMessageContaining(name()).hasMessageNotContaining(SECRET);
      assertThat(refusal.getMessage()).hasSizeLessThan(600);
      assertThat(refusal.isGone()).isEqualTo(fault == Fault.NOT_FOUND && looksUp());
      if (fault == Fault.THROTTLED || fault == Fault.UNAVAILABLE) {
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
      } else {
        assertThat(refusal.retryAfter()).isEmpty();
      }
      if (fault == Fault.UNAUTHORIZED) {
        assertThat(refusal).hasMessageMatching("(?s).*(SNAPWARDEN_TICKET_|managed identity).*");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest>
      whatever_fails_at_any_request_there_is_one_ticket_that_says_everything_once() {
    List<Seen> right;
    int requests;
    try (StandIn whole = start()) {
      Life.of(connect(whole)).live();
      right = whole.seen();
      requests = whole.calls().size();
      assertThat(whole.offences()).isEmpty();
    }
    assertThat(right).hasSizeGreaterThan(0);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 1; i <= requests; i++) {
      for (Fault fault : Fault.values()) {
        if (fault == Fault.HANGING && i % 4 != 1) {
          // Each waits for our patience to end, and to us it is as LOST.
          continue;
        }
        int number = i;
        tests.add(
            DynamicTest.dynamicTest(
                "%s at request %d of %d".formatted(fault, i, requests),
                () -> lived(number, fault, right)));
      }
    }
    return tests.stream();
  }

  private void lived(int number, Fault fault, List<Seen> right) {
    try (StandIn other = start()) {
      other.fail(number, fault);

      Life.of(connect(other)).live();

      assertThat(other.offences()).isEmpty();
      compare(other.seen(), right, fault);
    }
  }

  /** Exactly so; where nothing can be looked up, perhaps with one message twice. */
  protected void compare(List<Seen> seen, List<Seen> right, Fault fault) {
    assertThat(seen).isEqualTo(right);
  }
}
