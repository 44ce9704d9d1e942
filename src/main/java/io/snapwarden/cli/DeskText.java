package io.snapwarden.cli;

import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.TicketDesk.Posted;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how desks stand with a ticket. */
final class DeskText {

  private DeskText() {}

  /** One desk with all that is known. */
  static String of(Copy copy) {
    StringBuilder text = new StringBuilder(inBrief(copy));
    Posted posted = copy.posted();
    if (posted != null && posted.url() != null && !posted.url().isEmpty()) {
      text.append(", ").append(posted.url());
    }
    Copy.Trouble trouble = copy.trouble();
    if (trouble != null) {
      text.append(", since ")
          .append(IncidentText.time(trouble.since()))
          .append(", tried ")
          .append(Count.of(trouble.tries(), "time"))
          .append(trouble.gaveUp() ? " and given up: " : ": ")
          .append(trouble.problem());
    }
    return text.toString();
  }

  /** A ticket in one cell: where it is, or its reference in the ledger. */
  static String cell(@Nullable String ticket, List<Copy> desks) {
    if (ticket == null) {
      return "-";
    }
    return desks.isEmpty()
        ? ticket
        : desks.stream().map(DeskText::inBrief).collect(Collectors.joining(", "));
  }

  /** What people know of a ServiceNow record is its number, not its id after the slash. */
  private static String inBrief(Copy copy) {
    Posted posted = copy.posted();
    String where =
        copy.desk() + (posted == null ? "" : " " + posted.reference().replaceAll("/.*", ""));
    return copy.state() == Copy.State.TOLD ? where : where + " (" + copy.state().text() + ")";
  }
}
