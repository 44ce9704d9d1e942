package io.snapwarden.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.policy.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

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
  void of_eight_who_open_the_same_ticket_at_once_all_get_the_same_one() throws Exception {
    Ticket ticket = ticket();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<TicketBook.Entry>> opens = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String by = "incident-" + i;
      opens.add(() -> book.open(ticket, by));
    }

    Set<String> references = new HashSet<>();
    for (Future<TicketBook.Entry> opened : threads.invokeAll(opens)) {
      references.add(opened.get().reference());
    }

    threads.shutdown();
    assertThat(references).hasSize(1);
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
