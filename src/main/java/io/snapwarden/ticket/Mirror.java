package io.snapwarden.ticket;

import io.snapwarden.event.SafeText;
import io.snapwarden.ticket.Copies.Stored;
import io.snapwarden.ticket.Copy.Lease;
import io.snapwarden.ticket.Copy.Trouble;
import io.snapwarden.ticket.text.Document;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a desk to where the ledger is: compares what it was told with what it should know, and
 * tells it the difference. So a message that comes twice, or a worker that dies, makes no second
 * ticket and no second comment; and a desk that is down holds up nobody but itself.
 *
 * <p>Safe for use by several threads.
 */
public final class Mirror {

  /** So long a desk is tried again. */
  static final Duration PATIENCE = Duration.ofHours(24);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

  /**
   * Trackers find a new ticket only after a while; what was opened although the answer got lost
   * must be found before it is opened again. Jira's search takes "seconds to minutes"
   * (developer.atlassian.com, "Search After Write with Search And Reconcile").
   */
  private static final Duration UNTIL_FOUND = Duration.ofMinutes(3);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  /** Another worker's clock may be behind by as much. */
  private static final Duration SKEW = Duration.ofSeconds(15);

  private final TicketBook book;
  private final Copies copies;
  private final Function<String, TicketDesk> desks;
  private final Clock clock;
  private final Supplier<String> newHolder;

  /**
   * Wires a mirror.
   *
   * @param desks gives a desk by its name; throws a {@link DeskException} if it is not set up
   * @param newHolder a new name for each call, to hold a copy with
   */
  public Mirror(
      TicketBook book,
      Copies copies,
      Function<String, TicketDesk> desks,
      Clock clock,
      Supplier<String> newHolder) {
    this.book = book;
    this.copies = copies;
    this.desks = desks;
    this.clock = clock;
    this.newHolder = newHolder;
  }

  /**
   * Tells a desk what it should know by now.
   *
   * @param urgent whether there is news that should not wait for the next list of repeats
   * @param beforeRest called with each delay after which somebody must come back, before the copy
   *     is given up: whatever dies in between, somebody comes
   * @throws IllegalArgumentException if the ledger has no such ticket
   */
  public Copy tell(String ticket, String desk, boolean urgent, Consumer<Duration> beforeRest) {
    Stored stored =
        copies
            .find(ticket, desk)
            .or(() -> copies.save(null, Copy.fresh(ticket, desk)))
            .or(() -> copies.find(ticket, desk))
            .orElseThrow(() -> new IllegalStateException("its copy vanished: " + ticket));
    Copy before = stored.copy();
    Instant now = clock.instant();
    if (comesAnyway(before, urgent, now)) {
      return before;
    }
    Lease lease = before.lease();
    if (lease != null && now.isBefore(lease.until())) {
      beforeRest.accept(Duration.between(now, lease.until()).plusSeconds(1));
      return before;
    }
    Optional<HeldCopy> held = HeldCopy.take(copies, clock, stored, newHolder.get());
    if (held.isEmpty()) {
      beforeRest.accept(Duration.ofSeconds(1));
      return before;
    }
    return work(held.get(), beforeRest);
  }

  /** Whether somebody is sure to come later, and nothing needs to be done before. */
  private static boolean comesAnyway(Copy copy, boolean urgent, Instant now) {
    return later(copy.due(), now) && (!urgent || copy.state() == Copy.State.FAILING);
  }

  private static boolean later(@Nullable Instant due, Instant now) {
    return due != null && now.plus(SKEW).isBefore(due);
  }

  private Copy work(HeldCopy held, Consumer<Duration> beforeRest) {
    String ticket = held.copy().ticket();
    TicketBook.Entry entry =
        book.find(ticket)
            .orElseThrow(() -> new IllegalArgumentException("there is no ticket " + ticket));
    Instant due;
    try {
      due = new Telling(held, entry, desks.apply(held.copy().desk()), clock).tell();
      held.save(draft -> draft.trouble = null);
    } catch (DeskException e) {
      due = failed(held, e);
    }
    return rest(held, due, beforeRest);
  }

  /** Notes what went wrong; null if nobody is to try any more. */
  private @Nullable Instant failed(HeldCopy held, DeskException e) {
    Instant now = clock.instant();
    Trouble before = held.copy().trouble();
    Trouble row = before == null || before.gaveUp() ? new Trouble(now, 0, "", false) : before;
    Instant since = row.since();
    int tries = row.tries() + 1;
    boolean gaveUp = !now.isBefore(since.plus(PATIENCE));
    String problem = SafeText.of(String.valueOf(e.getMessage()));
    held.save(
        draft -> {
          draft.trouble = new Trouble(since, tries, problem, gaveUp);
          if (e.isGone()) {
            // Looked for before it is opened anew: it may only have been out of sight.
            draft.posted = null;
          }
        });
    if (gaveUp) {
      book.comment(held.copy().ticket(), givenUp(held.copy().desk(), since, problem));
      return null;
    }
    Duration pause = pause(tries, held.copy().posted() == null);
    Duration asked = e.retryAfter().orElse(Duration.ZERO);
    return now.plus(asked.compareTo(pause) > 0 ? asked : pause);
  }

  /** Scheduled before the copy is given up: whatever dies in between, somebody comes back. */
  private Copy rest(HeldCopy held, @Nullable Instant due, Consumer<Duration> beforeRest) {
    Instant now = clock.instant();
    Instant scheduled = held.copy().due();
    boolean comes =
        due != null && scheduled != null && later(scheduled, now) && !scheduled.isAfter(due);
    if (due != null && !comes) {
      beforeRest.accept(Duration.between(now, due));
    }
    held.release(comes ? scheduled : due);
    return held.copy();
  }

  private static Duration pause(int tries, boolean opening) {
    int doubled = Math.min(tries - 1, 10);
    Duration pause = (opening ? UNTIL_FOUND : FIRST_PAUSE).multipliedBy(1L << doubled);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static Ticket.Comment givenUp(String desk, Instant since, String problem) {
    String line = "%s could not be told of it for a day: %s".formatted(desk, problem);
    return new Ticket.Comment(
        "desk/%s/%s".formatted(desk, since),
        "desk " + desk,
        line,
        Document.builder()
            .paragraph(line)
            .paragraph("Nobody tries again until there is news of this ticket, or a retry.")
            .build(),
        false);
  }
}
