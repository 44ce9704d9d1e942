package io.snapwarden.ticket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tickets in memory. */
public final class MemoryTicketBook implements TicketBook {

  private final Map<String, Entry> tickets = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Entry> findOpen(String fingerprint) {
    return tickets.values().stream()
        .filter(entry -> entry.open() && entry.ticket().fingerprint().equals(fingerprint))
        .findFirst();
  }

  @Override
  public synchronized Optional<Entry> find(String reference) {
    return Optional.ofNullable(tickets.get(reference));
  }

  @Override
  public synchronized Entry open(Ticket ticket, String openedBy) {
    return findOpen(ticket.fingerprint())
        .orElseGet(
            () -> {
              Entry entry =
                  new Entry("memory/" + tickets.size(), ticket, openedBy, true, List.of());
              tickets.put(entry.reference(), entry);
              return entry;
            });
  }

  @Override
  public synchronized void comment(String reference, Ticket.Comment comment) {
    Entry entry = tickets.get(reference);
    if (entry.comments().stream().noneMatch(old -> old.key().equals(comment.key()))) {
      List<Ticket.Comment> comments = new ArrayList<>(entry.comments());
      comments.add(comment);
      tickets.put(
          reference,
          new Entry(reference, entry.ticket(), entry.openedBy(), entry.open(), comments));
    }
  }

  @Override
  public synchronized void close(String reference) {
    Entry entry = tickets.get(reference);
    tickets.put(
        reference, new Entry(reference, entry.ticket(), entry.openedBy(), false, entry.comments()));
  }

  /** Everything that is there. */
  public synchronized List<Entry> all() {
    return List.copyOf(tickets.values());
  }
}
