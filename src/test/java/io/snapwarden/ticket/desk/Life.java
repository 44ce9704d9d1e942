package io.snapwarden.ticket.desk;

import io.snapwarden.TurnedClock;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.MemoryCopies;
import io.snapwarden.ticket.MemoryTicketBook;
import io.snapwarden.ticket.Mirror;
import io.snapwarden.ticket.TestTickets;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of one ticket in the ledger, told to a desk by the mirror: opened, two outcomes, further
 * writes, closed, and opened again. Time passes only where the mirror asks to come back.
 */
public final class Life {

  private static final Instant BEGINNING = Instant.parse("2026-11-01T08:00:00Z");

  private final MemoryTicketBook book;
  private final Copies copies = new MemoryCopies();
  private final Mirror mirror;
  private final TurnedClock clock = new TurnedClock(BEGINNING);
  private final List<Instant> due = new ArrayList<>();
  private final String name;
  private String reference = "";

  private Life(TicketDesk desk) {
    AtomicInteger holders = new AtomicInteger();
    this.name = desk.name();
    this.book = new MemoryTicketBook(clock);
    this.mirror =
        new Mirror(
            book, copies, wanted -> desk, clock, () -> "holder " + holders.incrementAndGet());
  }

  public static Life of(TicketDesk desk) {
    return new Life(desk);
  }

  /** All of it. */
  public void live() {
    reference = book.open(DeskContract.ticket(), "incident-1").reference();
    news(true);
    until(1);
    comment("incident-1/1/awaiting-approval");
    news(true);
    until(2);
    for (int i = 2; i <= 4; i++) {
      comment("incident-" + i);
      book.unsettle(reference, "incident-" + i);
      news(false);
    }
    until(5);
    comment("incident-1/2/contained");
    for (int i = 1; i <= 4; i++) {
      book.settle(reference, "incident-" + i, true);
    }
    news(true);
    until(6);
    comment("incident-1/3/stopped");
    book.unsettle(reference, "incident-1");
    news(true);
    until(7);
  }

  private void comment(String key) {
    Ticket.Comment comment = TestTickets.comment(key);
    book.comment(
        reference,
        new Ticket.Comment(
            key,
            comment.about(),
            comment.line(),
            Document.builder().paragraph("Told of " + key).build(),
            comment.attention()));
  }

  private void news(boolean urgent) {
    mirror.tell(reference, name, urgent, this::schedule);
  }

  private void schedule(Duration delay) {
    due.add(clock.instant().plus(delay));
  }

  /** So many hours after the beginning, whatever went wrong before. */
  private void until(int hours) {
    Instant end = BEGINNING.plus(Duration.ofHours(hours));
    comeToRest(end);
    clock.turnTo(end);
  }

  /** Works on what is due by then. */
  private void comeToRest(Instant end) {
    for (int rounds = 0; rounds < 200; rounds++) {
      Instant next = due.stream().min(Comparator.naturalOrder()).orElse(Instant.MAX);
      if (next.isAfter(end)) {
        return;
      }
      due.remove(next);
      clock.turnTo(clock.instant().isAfter(next) ? clock.instant() : next);
      mirror.tell(reference, name, true, this::schedule);
    }
    throw new AssertionError("does not come to rest: " + copy());
  }

  public Copy copy() {
    return copies.of(reference).get(0);
  }
}
