package io.snapwarden.ticket.desk;

import com.google.gson.JsonObject;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Document.Fact;
import java.util.List;
import java.util.Map;

/**
 * A channel in which people talk: everything is a message of its own, and nothing can be looked up,
 * so that after a lost answer a message may come twice. Its ticket is the one in the ledger.
 */
abstract class Channel implements TicketDesk {

  private final Http http;

  Channel(Http http) {
    this.http = http;
  }

  /** A message in the channel's own shape. */
  abstract JsonObject message(String title, Document body);

  @Override
  public final Posted open(String mark, Ticket ticket) {
    Posted posted = new Posted(mark, null);
    send("[%s] %s".formatted(ticket.severity().text(), ticket.title()), posted, ticket.body());
    return posted;
  }

  @Override
  public final void comment(Posted ticket, Note note) {
    send(note.repeat() ? "Further writes" : "News of a snapshot", ticket, note.body());
  }

  @Override
  public final void close(Posted ticket, Note why) {
    send("Closed", ticket, why.body());
  }

  @Override
  public final void reopen(Posted ticket, Note why) {
    send("Open again", ticket, why.body());
  }

  /** With the mark, by which people see what belongs together. */
  private void send(String title, Posted ticket, Document body) {
    Document marked =
        Document.builder().facts(List.of(new Fact("Mark", ticket.reference()))).all(body).build();
    http.tell("", message(title, marked), Map.of());
  }
}
