package io.snapwarden.ticket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tickets in memory, as strict as the real ones. */
public final class MemoryTicketBook implements TicketBook {

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Entry> findOpen(String fingerprint) {
    return entries.values().stream()
        .filter(entry -> entry.open() && entry.ticket().fingerprint().equals(fingerprint))
        .findFirst();
  }

  @Override
  public synchronized Optional<Entry> find(String reference) {
    return Optional.ofNullable(entries.get(reference));
  }

  @Override
  public synchronized Entry open(Ticket ticket, String openedBy) {
    return findOpen(ticket.fingerprint())
        .orElseGet(
            () ->
                put(
                    new Entry(
                        "memory/" + (entries.size() + 1), ticket, openedBy, true, List.of())));
  }

  @Override
  public synchronized void comment(String reference, Ticket.Comment comment) {
    Entry entry = existing(reference);
    if (entry.comments().stream().anyMatch(said -> said.key().equals(comment.key()))) {
      return;
    }
    List<Ticket.Comment> comments = new ArrayList<>(entry.comments());
    comments.add(comment);
    put(new Entry(reference, entry.ticket(), entry.openedBy(), entry.open(), comments));
  }

  @Override
  public synchronized void close(String reference) {
    Entry entry = existing(reference);
    put(new Entry(reference, entry.ticket(), entry.openedBy(), false, entry.comments()));
  }

  /** Every ticket, in the order of opening. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries.values());
  }

  private Entry existing(String reference) {
    return find(reference)
        .orElseThrow(() -> new IllegalArgumentException("there is no ticket " + reference));
  }

  private Entry put(Entry entry) {
    entries.put(entry.reference(), entry);
    return entry;
  }
}
