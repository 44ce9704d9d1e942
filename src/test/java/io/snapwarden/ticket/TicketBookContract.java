package io.snapwarden.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snapwarden.incident.AtOnce;
import io.snapwarden.policy.Severity;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every record of tickets does. */
public abstract class TicketBookContract {

  private final TicketBook book = book();

  /** The record under test. */
  protected abstract TicketBook book();

  private static Ticket ticket() {
    return TestTickets.ticket(UUID.randomUUID().toString());
  }

  @Test
  void an_opened_ticket_is_found_by_fingerprint_and_by_reference() {
    Ticket ticket = ticket();

    TicketBook.Opened opened = book.open(ticket, "incident-1");

    assertThat(opened.ticket()).isEqualTo(ticket);
    assertThat(book.findOpen(ticket.fingerprint())).contains(opened);
    assertThat(book.find(opened.reference()))
        .contains(new TicketBook.Entry(opened.reference(), ticket, "incident-1", true, List.of()));
    assertThat(book.findOpen("another")).isEmpty();
  }

  @Test
  void of_eight_who_open_the_same_ticket_at_once_all_get_the_one_that_one_of_them_opened() {
    Ticket ticket = ticket();

    List<TicketBook.Opened> opened = AtOnce.times(8, i -> book.open(ticket, "incident-" + i));

    assertThat(opened)
        .extracting(TicketBook.Opened::reference)
        .containsOnly(opened.get(0).reference());
    assertThat(opened)
        .extracting(TicketBook.Opened::openedBy)
        .containsOnly(opened.get(0).openedBy());
  }

  @Test
  void of_eight_who_say_the_same_at_once_one_is_heard() {
    String reference = book.open(ticket(), "incident-1").reference();

    AtOnce.times(
        8,
        i -> {
          book.comment(reference, TestTickets.comment("key"));
          return i;
        });

    assertThat(book.find(reference).orElseThrow().comments()).hasSize(1);
  }

  @Test
  void comments_come_in_the_order_in_which_they_were_made() {
    String reference = book.open(ticket(), "incident-1").reference();
    List<Ticket.Comment> said =
        IntStream.range(0, 12).mapToObj(i -> TestTickets.comment("key " + i)).toList();

    said.forEach(comment -> book.comment(reference, comment));

    assertThat(book.find(reference).orElseThrow().comments()).isEqualTo(said);
  }

  @Test
  void hostile_text_comes_back_as_it_was_written() {
    String hostile = "<'\"/\\#?%\u0000\u202E\uFFFF\uD83D\uDE00 lone \uD83D\n> ".repeat(3_000);
    Ticket ticket =
        new Ticket(
            hostile,
            hostile,
            TestTickets.document(hostile),
            Severity.LOW,
            List.of(hostile, "", "a\nb"));
    Ticket.Comment comment =
        new Ticket.Comment(hostile, hostile, hostile, TestTickets.document(hostile), true);

    String reference = book.open(ticket, "incident-1").reference();
    book.comment(reference, comment);

    assertThat(book.findOpen(hostile).orElseThrow().ticket()).isEqualTo(ticket);
    TicketBook.Entry entry = book.find(reference).orElseThrow();
    assertThat(entry.ticket()).isEqualTo(ticket);
    assertThat(entry.comments()).containsExactly(comment);
  }

  @Test
  void fingerprints_that_differ_only_in_case_are_of_different_problems() {
    String fingerprint = "a" + UUID.randomUUID();

    String one = book.open(TestTickets.ticket(fingerprint), "incident-1").reference();
    String two =
        book.open(TestTickets.ticket(fingerprint.toUpperCase(Locale.ROOT)), "incident-2")
            .reference();

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void closing_an_old_ticket_once_more_leaves_the_new_one_open() {
    Ticket ticket = ticket();
    String old = book.open(ticket, "incident-1").reference();
    book.settle(old, "incident-1", true);
    String current = book.open(ticket, "incident-2").reference();

    book.settle(old, "incident-1", true);

    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(current);
  }

  @Test
  void a_closed_ticket_keeps_its_comments_and_takes_more() {
    String reference = book.open(ticket(), "incident-1").reference();
    book.comment(reference, TestTickets.comment("a"));
    book.settle(reference, "incident-1", true);

    book.comment(reference, TestTickets.comment("b"));

    assertThat(book.find(reference).orElseThrow().comments())
        .containsExactly(TestTickets.comment("a"), TestTickets.comment("b"));
    assertThat(book.find(reference).orElseThrow().open()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "a/b",
        "x' or RowKey ne '/00000000-0000-0000-0000-000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000"
            + "/00000000-0000-0000-0000-000000000000"
      })
  void a_ticket_that_is_not_there_is_not_found_and_takes_nothing(String reference) {
    assertThat(book.find(reference)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> book.comment(reference, TestTickets.comment("a")))
        .withMessageContaining("no ticket");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> book.settle(reference, "incident-1", true));
    assertThat(book.find(reference)).isEmpty();
  }

  @Test
  void a_comment_is_said_once_for_each_key() {
    String reference = book.open(ticket(), "incident-1").reference();

    book.comment(reference, TestTickets.comment("a"));
    book.comment(reference, TestTickets.comment("a"));
    book.comment(reference, TestTickets.comment("b"));

    assertThat(book.find(reference).orElseThrow().comments())
        .containsExactly(TestTickets.comment("a"), TestTickets.comment("b"));
  }

  @Test
  void after_a_ticket_is_closed_the_same_problem_gets_a_new_one() {
    Ticket ticket = ticket();
    String first = book.open(ticket, "incident-1").reference();
    book.settle(first, "incident-1", true);
    book.settle(first, "incident-1", true);

    String second = book.open(ticket, "incident-2").reference();

    assertThat(second).isNotEqualTo(first);
    assertThat(book.find(first).orElseThrow().open()).isFalse();
    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(second);
  }

  @Test
  void a_ticket_is_closed_when_the_last_of_its_incidents_is_settled() {
    String reference = book.open(ticket(), "incident-1").reference();
    book.unsettle(reference, "incident-2");

    book.settle(reference, "incident-1", true);
    boolean afterOne = book.find(reference).orElseThrow().open();
    book.settle(reference, "incident-2", true);

    assertThat(afterOne).isTrue();
    assertThat(book.find(reference).orElseThrow().open()).isFalse();
  }

  @Test
  void a_ticket_stays_open_if_it_is_not_to_be_closed() {
    String reference = book.open(ticket(), "incident-1").reference();

    book.settle(reference, "incident-1", false);

    assertThat(book.find(reference).orElseThrow().open()).isTrue();
  }

  @Test
  void a_closed_ticket_opens_again_when_one_of_its_incidents_is_not_settled_any_more() {
    Ticket ticket = ticket();
    String reference = book.open(ticket, "incident-1").reference();
    book.settle(reference, "incident-1", true);

    book.unsettle(reference, "incident-1");

    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(reference);
  }

  @Test
  void one_that_opens_again_beside_a_new_one_leaves_the_new_one_its_fingerprint() {
    Ticket ticket = ticket();
    String old = book.open(ticket, "incident-1").reference();
    book.settle(old, "incident-1", true);
    String current = book.open(ticket, "incident-2").reference();

    book.unsettle(old, "incident-1");

    assertThat(book.find(old).orElseThrow().open()).isTrue();
    assertThat(book.find(current).orElseThrow().open()).isTrue();
    book.settle(old, "incident-1", true);
    assertThat(book.find(old).orElseThrow().open()).isFalse();
    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(current);
  }

  @Test
  void of_eight_who_settle_their_incidents_at_once_none_is_lost() {
    String reference = book.open(ticket(), "incident-0").reference();
    for (int i = 1; i < 8; i++) {
      book.unsettle(reference, "incident-" + i);
    }

    AtOnce.times(
        8,
        i -> {
          book.settle(reference, "incident-" + i, true);
          return i;
        });

    assertThat(book.find(reference).orElseThrow().open()).isFalse();
  }

  @Test
  void many_incidents_of_one_ticket_are_noted_and_settled_side_by_side_and_none_is_lost() {
    String reference = book.open(ticket(), "incident-0").reference();

    AtOnce.times(
        8,
        worker -> {
          for (int i = 0; i < 40; i++) {
            String incident = "incident-" + worker + "-" + i;
            book.comment(reference, TestTickets.comment(incident));
            book.unsettle(reference, incident);
            if (i % 2 == 0) {
              book.settle(reference, incident, true);
            }
          }
          return worker;
        });
    book.settle(reference, "incident-0", true);

    assertThat(book.find(reference).orElseThrow().open()).isTrue();
    for (int worker = 0; worker < 8; worker++) {
      for (int i = 1; i < 40; i += 2) {
        assertThat(book.find(reference).orElseThrow().open()).isTrue();
        book.settle(reference, "incident-" + worker + "-" + i, true);
      }
    }
    assertThat(book.find(reference).orElseThrow().open()).isFalse();
  }

  @Test
  void an_open_ticket_is_always_found_by_its_fingerprint_while_others_open_and_close_it() {
    Ticket ticket = ticket();
    String reference = book.open(ticket, "incident-0").reference();

    for (int round = 0; round < 5; round++) {
      AtOnce.times(
          8,
          worker -> {
            book.settle(reference, "incident-0", true);
            book.unsettle(reference, "incident-" + worker);
            book.settle(reference, "incident-" + worker, worker != 3);
            return worker;
          });
      boolean open = book.find(reference).orElseThrow().open();
      assertThat(book.findOpen(ticket.fingerprint()).isPresent()).isEqualTo(open);
      book.unsettle(reference, "incident-0");
    }
  }

  @Test
  void who_opened_a_ticket_is_known() {
    String reference = book.open(ticket(), "incident-1").reference();

    assertThat(book.openedBy(reference)).isEqualTo("incident-1");
    assertThatIllegalArgumentException().isThrownBy(() -> book.openedBy("nothing"));
  }
}
