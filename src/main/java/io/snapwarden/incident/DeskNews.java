package io.snapwarden.incident;

import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.Copy.Trouble;
import io.snapwarden.ticket.Mirror;
import io.snapwarden.ticket.TicketDesk.Posted;
import java.util.function.Consumer;

/** Brings news of tickets to desks. Safe for use by several threads. */
public final class DeskNews {

  private final Mirror mirror;
  private final Schedule schedule;

  public DeskNews(Mirror mirror, Schedule schedule) {
    this.mirror = mirror;
    this.schedule = schedule;
  }

  /**
   * Tells one desk what it should know of one ticket, as far as it can be told now.
   *
   * @param lines gets one line of JSON for each thing worth telling an operator
   */
  void bring(IncidentMessage.Tell news, Consumer<String> lines) {
    Copy copy =
        mirror.tell(
            news.ticket(),
            news.desk(),
            news.urgent(),
            delay ->
                schedule.after(delay, new IncidentMessage.Tell(news.ticket(), news.desk(), true)));
    Log.Line line =
        new Log(lines)
            .line("desk")
            .with("desk", news.desk())
            .with("ticket", news.ticket())
            .with("state", copy.state().text());
    Posted posted = copy.posted();
    if (posted != null) {
      line.with("reference", posted.reference());
    }
    Trouble trouble = copy.trouble();
    if (trouble != null) {
      line.with("problem", trouble.problem()).with("tries", trouble.tries());
    }
    line.write();
  }
}
