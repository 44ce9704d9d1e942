package io.snapwarden.ticket;

import io.snapwarden.policy.Severity;
import java.util.List;

/**
 * What people are told.
 *
 * @param fingerprint the same for the same problem: one open ticket for each
 * @param title one line
 * @param body plain text; each desk escapes it for its own format
 */
public record Ticket(
    String fingerprint, String title, String body, Severity severity, List<String> labels) {

  public Ticket {
    labels = List.copyOf(labels);
  }

  /**
   * Something to add to a ticket.
   *
   * @param key says it once: the same key on the same ticket is not said again
   */
  public record Comment(String key, String text) {}
}
