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

/** What every record of tickets does, and the ledger on top of it. */
public abstract class TicketBookContract {

  private final TicketBook book = book();

  /** The record under test. */
  protected abstract TicketBook book();

  private static Ticket ticket() {
    return ticket(UUID.randomUUID().toString());
  }

  private static Ticket ticket(String fingerprint) {
    return new Ticket(
        fingerprint, "A title", "a body\nof <two> lines", Severity.HIGH, List.of("aks", "prod"));
  }

  private static Ticket.Comment comment(String key) {
    return new Ticket.Comment(key, "text of " + key);
  }

  @Test
  void an_opened_ticket_is_found_by_fingerprint_and_by_reference() {
    Ticket ticket = ticket();

    TicketBook.Entry entry = book.open(ticket, "incident-1");

    assertThat(entry.ticket()).isEqualTo(ticket);
    assertThat(book.findOpen(ticket.fingerprint())).contains(entry);
    assertThat(book.find(entry.reference())).contains(entry);
    assertThat(book.findOpen("another")).isEmpty();
  }

  @Test
  void of_eight_who_open_the_same_ticket_at_once_all_get_the_one_that_one_of_them_opened() {
    Ticket ticket = ticket();

    List<TicketBook.Entry> opened = AtOnce.times(8, i -> book.open(ticket, "incident-" + i));

    assertThat(opened)
        .extracting(TicketBook.Entry::reference)
        .containsOnly(opened.get(0).reference());
    assertThat(opened)
        .extracting(TicketBook.Entry::openedBy)
        .containsOnly(opened.get(0).openedBy());
    assertThat(opened).extracting(TicketBook.Entry::open).containsOnly(true);
  }

  @Test
  void of_eight_who_say_the_same_at_once_one_is_heard() {
    String reference = book.open(ticket(), "incident-1").reference();

    AtOnce.times(
        8,
        i -> {
          book.comment(reference, new Ticket.Comment("key", "by " + i));
          return i;
        });

    assertThat(book.find(reference).orElseThrow().comments()).hasSize(1);
  }

  @Test
  void comments_come_in_the_order_in_which_they_were_made() {
    String reference = book.open(ticket(), "incident-1").reference();
    List<Ticket.Comment> said = IntStream.range(0, 12).mapToObj(i -> comment("key " + i)).toList();

    said.forEach(comment -> book.comment(reference, comment));

    assertThat(book.find(reference).orElseThrow().comments()).isEqualTo(said);
  }

  @Test
  void hostile_text_comes_back_as_it_was_written() {
    String hostile = "<'\"/\\#?%\u0000\u202E\uFFFF\uD83D\uDE00 lone \uD83D\n> ".repeat(5_000);
    Ticket ticket =
        new Ticket(hostile, hostile, hostile, Severity.LOW, List.of(hostile, "", "a\nb"));
    Ticket.Comment comment = new Ticket.Comment(hostile, hostile);

    String reference = book.open(ticket, hostile).reference();
    book.comment(reference, comment);

    TicketBook.Entry entry = book.findOpen(hostile).orElseThrow();
    assertThat(entry.ticket()).isEqualTo(ticket);
    assertThat(entry.openedBy()).isEqualTo(hostile);
    assertThat(entry.comments()).containsExactly(comment);
  }

  @Test
  void fingerprints_that_differ_only_in_case_are_of_different_problems() {
    String fingerprint = "a" + UUID.randomUUID();

    String one = book.open(ticket(fingerprint), "incident-1").reference();
    String two = book.open(ticket(fingerprint.toUpperCase(Locale.ROOT)), "incident-2").reference();

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void closing_an_old_ticket_once_more_leaves_the_new_one_open() {
    Ticket ticket = ticket();
    String old = book.open(ticket, "incident-1").reference();
    book.close(old);
    String current = book.open(ticket, "incident-2").reference();

    book.close(old);

    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(current);
  }

  @Test
  void a_closed_ticket_keeps_its_comments_and_takes_more() {
    String reference = book.open(ticket(), "incident-1").reference();
    book.comment(reference, comment("a"));
    book.close(reference);

    book.comment(reference, comment("b"));

    assertThat(book.find(reference).orElseThrow().comments())
        .containsExactly(comment("a"), comment("b"));
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
        .isThrownBy(() -> book.comment(reference, comment("a")))
        .withMessageContaining("no ticket");
    assertThatIllegalArgumentException().isThrownBy(() -> book.close(reference));
    assertThat(book.find(reference)).isEmpty();
  }

  @Test
  void a_comment_is_said_once_for_each_key() {
    String reference = book.open(ticket(), "incident-1").reference();

    book.comment(reference, comment("a"));
    book.comment(reference, comment("a"));
    book.comment(reference, comment("b"));

    assertThat(book.find(reference).orElseThrow().comments())
        .containsExactly(comment("a"), comment("b"));
  }

  @Test
  void after_a_ticket_is_closed_the_same_problem_gets_a_new_one() {
    Ticket ticket = ticket();
    String first = book.open(ticket, "incident-1").reference();
    book.close(first);
    book.close(first);

    String second = book.open(ticket, "incident-2").reference();

    assertThat(second).isNotEqualTo(first);
    assertThat(book.find(first).orElseThrow().open()).isFalse();
    assertThat(book.findOpen(ticket.fingerprint()).orElseThrow().reference()).isEqualTo(second);
  }

  @Test
  void at_the_ledger_a_repeat_is_a_comment_and_a_retry_is_nothing() {
    LedgerDesk ledger = new LedgerDesk(book);
    Ticket ticket = ticket();

    String opened = ledger.open(ticket, comment("incident-1"));
    String retried = ledger.open(ticket, comment("incident-1"));
    String repeated = ledger.open(ticket, comment("incident-2"));

    assertThat(List.of(retried, repeated)).containsOnly(opened);
    assertThat(book.find(opened).orElseThrow().comments()).containsExactly(comment("incident-2"));
  }

  @Test
  void the_ledger_closes_a_ticket_with_a_last_comment() {
    LedgerDesk ledger = new LedgerDesk(book);
    String reference = ledger.open(ticket(), comment("incident-1"));

    ledger.close(reference, comment("done"));

    TicketBook.Entry entry = book.find(reference).orElseThrow();
    assertThat(entry.open()).isFalse();
    assertThat(entry.comments()).containsExactly(comment("done"));
  }
}
