package io.snapwarden.ticket;

import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.text.Document;
import java.util.List;

/** Tickets for tests. */
public final class TestTickets {

  private TestTickets() {}

  public static Document document(String text) {
    return Document.builder().paragraph(text).build();
  }

  public static Ticket ticket(String fingerprint) {
    return new Ticket(
        fingerprint, "A title", document("a body"), Severity.HIGH, List.of("aks", "prod"));
  }

  /** About the incident that the key begins with. */
  public static Ticket.Comment comment(String key) {
    return new Ticket.Comment(
        key,
        key.replaceAll("/.*", ""),
        "line of " + key,
        document("text of " + key),
        key.endsWith("/stopped"));
  }
}
