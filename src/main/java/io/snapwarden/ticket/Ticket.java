package io.snapwarden.ticket;

import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.PlainText;
import java.util.List;

/**
 * What people are told.
 *
 * @param fingerprint the same for the same problem: one open ticket for each
 * @param title one line
 * @param body each desk writes it in its own format
 */
public record Ticket(
    String fingerprint, String title, Document body, Severity severity, List<String> labels) {

  public Ticket {
    labels = List.copyOf(labels);
  }

  /** The body without any format. */
  public String text() {
    return new PlainText().write(body);
  }

  /**
   * Something to add to a ticket.
   *
   * @param key says it once: the same key on the same ticket is not said again
   * @param about the id of the incident that it is about
   * @param line the same in one line, for a list of several
   * @param attention whether somebody must look: a ticket that was closed is opened again for it
   */
  public record Comment(String key, String about, String line, Document body, boolean attention) {

    /** The body without any format. */
    public String text() {
      return new PlainText().write(body);
    }
  }
}
