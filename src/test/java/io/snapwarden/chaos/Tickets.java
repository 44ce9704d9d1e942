package io.snapwarden.chaos;

import io.snapwarden.incident.Incident;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares tickets with problems: one for each, in which every incident of it has its say. */
final class Tickets {

  private final Ledger ledger;
  private final Findings findings;
  private final Map<String, List<Incident>> problems = new LinkedHashMap<>();
  private int comments;

  Tickets(Ledger ledger, Findings findings) {
    this.ledger = ledger;
    this.findings = findings;
  }

  /** This incident belongs into the ticket of this problem. */
  void wanted(String problem, Incident incident) {
    problems.computeIfAbsent(problem, none -> new ArrayList<>()).add(incident);
  }

  int count() {
    return problems.size();
  }

  int comments() {
    return comments;
  }

  void compare() {
    Set<String> references = new HashSet<>();
    problems.forEach(
        (problem, incidents) -> {
          String reference = incidents.get(0).ticketRef();
          findings.expect(reference != null, incidents.get(0), "has no ticket");
          findings.expect(references.add(reference), incidents.get(0), "has another's ticket");
          incidents.forEach(
              each ->
                  findings.expect(
                      String.valueOf(reference).equals(each.ticketRef()),
                      each,
                      "has a ticket of its own: " + problem));
          if (reference != null) {
            entry(reference, incidents);
          }
        });
    List<String> all = ledger.ticketPartitions();
    if (all.size() != problems.size() || new HashSet<>(all).size() != all.size()) {
      findings.add(
          "%d tickets of %d fingerprints for %d problems"
              .formatted(all.size(), new HashSet<>(all).size(), problems.size()));
    }
  }

  private void entry(String reference, List<Incident> incidents) {
    Optional<TicketBook.Entry> found = ledger.ticket(reference);
    if (found.isEmpty()) {
      findings.add(incidents.get(0), "there is no ticket " + reference);
      return;
    }
    TicketBook.Entry entry = found.get();
    comments += entry.comments().size();
    List<String> keys = entry.comments().stream().map(Ticket.Comment::key).toList();
    List<String> abouts = entry.comments().stream().map(Ticket.Comment::about).toList();
    findings.expect(
        new HashSet<>(keys).size() == keys.size(), incidents.get(0), "comments come twice");
    for (Incident incident : incidents) {
      boolean opener = entry.openedBy().equals(incident.id().text());
      findings.expect(
          opener || abouts.contains(incident.id().text()),
          incident,
          "its ticket knows nothing of it");
    }
    findings.expect(
        incidents.stream().anyMatch(each -> each.id().text().equals(entry.openedBy())),
        incidents.get(0),
        "its ticket was opened by another: " + entry.openedBy());
  }
}
