package io.snapwarden.ticket;

import io.snapwarden.event.Hash;
import io.snapwarden.ticket.TicketBook.Said;
import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.text.Document;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The difference between a ticket in the ledger and what one desk was told of it, told to the desk:
 * before each call it is saved what is about to be said, so that after a lost answer it is looked
 * for, and not said twice.
 */
final class Telling {

  /** Between two comments about further writes. */
  static final Duration BETWEEN_REPEATS = Duration.ofHours(1);

  /** A burst of further writes is one comment. */
  static final Duration GATHERING = Duration.ofMinutes(1);

  /** Until then a comment may still be overtaken by one that the ledger got before it. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  /** In a list of several. */
  private static final int MOST_LINES = 50;

  private final HeldCopy held;
  private final TicketBook.Entry entry;
  private final TicketDesk desk;
  private final Clock clock;

  Telling(HeldCopy held, TicketBook.Entry entry, TicketDesk desk, Clock clock) {
    this.held = held;
    this.entry = entry;
    this.desk = desk;
    this.clock = clock;
  }

  /** The mark by which the desk's ticket is found again. */
  static String mark(String... of) {
    return "snapwarden-" + Hash.hex(String.join("\n", of)).substring(0, 16);
  }

  /**
   * Tells all that is to be told now.
   *
   * @return when to come back for the rest; null if there is none
   */
  @Nullable Instant tell() {
    Posted posted = posted();
    if (entry.open() && !held.copy().open()) {
      desk.reopen(posted, note(turn("open"), false, "There is something to attend to again."));
      held.save(draft -> draft.open = true);
    }
    own(posted);
    Instant rest = others(posted);
    if (!entry.open() && held.copy().open()) {
      desk.close(posted, note(turn("closed"), false, "Contained: nothing is left to attend to."));
      held.save(draft -> draft.open = false);
    }
    return rest;
  }

  /** The desk's ticket, which is opened if there is none. */
  private Posted posted() {
    Posted known = held.copy().posted();
    if (known != null) {
      return known;
    }
    String mark = mark(entry.reference());
    Optional<Posted> found = held.copy().tried() ? desk.find(mark) : Optional.empty();
    return found.isPresent() ? adopted(found.get()) : opened(mark);
  }

  private Posted adopted(Posted found) {
    held.save(draft -> draft.posted = found);
    return found;
  }

  private Posted opened(String mark) {
    held.save(draft -> draft.tried = true);
    Posted posted = desk.open(mark, entry.ticket());
    held.save(
        draft -> {
          draft.posted = posted;
          draft.open = true;
          // One before it may have known: this one does not.
          draft.ownTold = "";
        });
    return posted;
  }

  /** Tells how it stands with the incident that opened the ticket. */
  private void own(Posted posted) {
    List<Ticket.Comment> own = entry.comments().stream().filter(comment -> isOwn(comment)).toList();
    if (own.isEmpty()) {
      return;
    }
    Ticket.Comment last = own.get(own.size() - 1);
    if (!last.key().equals(held.copy().ownTold())) {
      Note note = new Note(mark(entry.reference(), last.key()), false, last.body());
      if (!alreadySaid(posted, note.mark())) {
        if (last.attention()) {
          openIfClosed(posted, last.key(), "There is something to attend to.");
        }
        say(posted, note, held.copy().othersTold());
      }
      held.save(
          draft -> {
            draft.ownTold = last.key();
            draft.saying = "";
          });
    }
  }

  private boolean isOwn(Ticket.Comment comment) {
    return comment.about().equals(entry.openedBy());
  }

  /** Tells of the other incidents, at most once an hour unless the ticket is about to be closed. */
  private @Nullable Instant others(Posted posted) {
    Instant now = clock.instant();
    List<Said> others = entry.said().stream().filter(said -> !isOwn(said.comment())).toList();
    String mark = mark(entry.reference(), "others", "" + held.copy().othersTold());
    if (alreadySaid(posted, mark)) {
      told(held.copy().sayingTo(), now);
    }
    List<Said> pending = others.subList(held.copy().othersTold(), others.size());
    if (pending.isEmpty()) {
      return null;
    }
    Instant due = due(pending.get(0).at());
    if (entry.open() && now.isBefore(due)) {
      return due;
    }
    List<Said> settled = toSay(mark, pending, now);
    if (settled.isEmpty()) {
      return now.plus(SETTLING);
    }
    openIfClosed(posted, mark, "It was closed, and there are further writes.");
    int upTo = held.copy().othersTold() + settled.size();
    say(posted, new Note(mark, true, summed(settled)), upTo);
    told(upTo, now);
    return settled.size() == pending.size() ? null : now.plus(BETWEEN_REPEATS);
  }

  /** The same as before if nobody knows whether that was heard: its mark stands for its words. */
  private List<Said> toSay(String mark, List<Said> pending, Instant now) {
    Copy copy = held.copy();
    return copy.saying().equals(mark)
        ? pending.subList(0, copy.sayingTo() - copy.othersTold())
        : pending.stream().takeWhile(said -> !said.at().isAfter(now.minus(SETTLING))).toList();
  }

  private void told(int upTo, Instant at) {
    held.save(
        draft -> {
          draft.othersTold = upTo;
          draft.toldAt = at;
          draft.saying = "";
        });
  }

  /** Somebody else may have closed it. */
  private void openIfClosed(Posted posted, String because, String why) {
    if (entry.open() && !desk.isOpen(posted)) {
      desk.reopen(posted, note("again/" + because, true, why));
    }
  }

  private Instant due(Instant firstSaid) {
    Instant gathered = firstSaid.plus(GATHERING);
    Instant toldAt = held.copy().toldAt();
    Instant next = toldAt == null ? Instant.MIN : toldAt.plus(BETWEEN_REPEATS);
    return next.isAfter(gathered) ? next : gathered;
  }

  /** How many more there are, and what was said last of each. */
  private static Document summed(List<Said> said) {
    Map<String, Ticket.Comment> last = new LinkedHashMap<>();
    said.forEach(each -> last.put(each.comment().about(), each.comment()));
    Collection<Ticket.Comment> comments = last.values();
    Document.Builder body =
        Document.builder()
            .paragraph("%d more since %s:".formatted(comments.size(), said.get(0).at()));
    if (comments.size() == 1) {
      return body.all(comments.iterator().next().body()).build();
    }
    body.items(comments.stream().limit(MOST_LINES).map(Ticket.Comment::line).toList());
    if (comments.size() > MOST_LINES) {
      body.paragraph("And %d others; all of them:".formatted(comments.size() - MOST_LINES))
          .code(List.of("java -jar snapwarden.jar incidents list"));
    }
    return body.build();
  }

  /** Whether what was being said when the answer got lost has been heard. */
  private boolean alreadySaid(Posted posted, String mark) {
    return held.copy().saying().equals(mark) && desk.heard(posted, mark);
  }

  private void say(Posted posted, Note note, int othersTold) {
    held.save(
        draft -> {
          draft.saying = note.mark();
          draft.sayingTo = othersTold;
        });
    desk.comment(posted, note);
  }

  /** A ticket may be closed and opened several times; something is said of it in between. */
  private String turn(String what) {
    return what + "/" + entry.said().size();
  }

  private Note note(String what, boolean repeat, String text) {
    return new Note(
        mark(entry.reference(), what), repeat, Document.builder().paragraph(text).build());
  }
}
