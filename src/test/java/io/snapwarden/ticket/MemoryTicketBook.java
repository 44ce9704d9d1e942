package io.snapwarden.ticket;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tickets in memory, as strict as the real ones. */
public final class MemoryTicketBook implements TicketBook {

  private final Clock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Set<String>> unsettled = new HashMap<>();

  public MemoryTicketBook() {
    this(Clock.systemUTC());
  }

  /** With a clock that the test turns. */
  public MemoryTicketBook(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Opened> findOpen(String fingerprint) {
    return entries.values().stream()
        .filter(entry -> entry.open() && entry.ticket().fingerprint().equals(fingerprint))
        .map(entry -> new Opened(entry.reference(), entry.ticket(), entry.openedBy()))
        .findFirst();
  }

  @Override
  public synchronized Optional<Entry> find(String reference) {
    return Optional.ofNullable(entries.get(reference));
  }

  @Override
  public synchronized String openedBy(String reference) {
    return existing(reference).openedBy();
  }

  @Override
  public synchronized Opened open(Ticket ticket, String openedBy) {
    return findOpen(ticket.fingerprint())
        .orElseGet(
            () -> {
              String reference = "memory/" + (entries.size() + 1);
              unsettled.put(reference, new LinkedHashSet<>(List.of(openedBy)));
              put(new Entry(reference, ticket, openedBy, true, List.of()));
              return new Opened(reference, ticket, openedBy);
            });
  }

  @Override
  public synchronized void comment(String reference, Ticket.Comment comment) {
    Entry entry = existing(reference);
    if (entry.comments().stream().anyMatch(said -> said.key().equals(comment.key()))) {
      return;
    }
    List<Said> said = new ArrayList<>(entry.said());
    said.add(new Said(comment, clock.instant()));
    put(new Entry(reference, entry.ticket(), entry.openedBy(), entry.open(), said));
  }

  @Override
  public synchronized void unsettle(String reference, String incident) {
    Entry entry = existing(reference);
    unsettled.get(reference).add(incident);
    put(new Entry(reference, entry.ticket(), entry.openedBy(), true, entry.said()));
  }

  @Override
  public synchronized void settle(String reference, String incident, boolean close) {
    Entry entry = existing(reference);
    unsettled.get(reference).remove(incident);
    boolean open = entry.open() && !(close && unsettled.get(reference).isEmpty());
    put(new Entry(reference, entry.ticket(), entry.openedBy(), open, entry.said()));
  }

  /** Every ticket, in the order of opening. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries.values());
  }

  private Entry existing(String reference) {
    return find(reference)
        .orElseThrow(() -> new IllegalArgumentException("there is no ticket " + reference));
  }

  private void put(Entry entry) {
    entries.put(entry.reference(), entry);
  }
}
