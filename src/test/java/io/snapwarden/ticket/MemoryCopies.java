package io.snapwarden.ticket;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Copies in memory, as strict as the real ones. */
public final class MemoryCopies implements Copies {

  private final Map<String, Stored> copies = new TreeMap<>();
  private int versions;

  @Override
  public synchronized Optional<Stored> find(String ticket, String desk) {
    return Optional.ofNullable(copies.get(ticket + " " + desk));
  }

  @Override
  public synchronized Optional<Stored> save(Stored from, Copy next) {
    String key = next.ticket() + " " + next.desk();
    Stored now = copies.get(key);
    if (now == null ? from != null : from == null || !from.version().equals(now.version())) {
      return Optional.empty();
    }
    Stored saved = new Stored(next, "v" + versions++);
    copies.put(key, saved);
    return Optional.of(saved);
  }

  @Override
  public synchronized List<Copy> of(String ticket) {
    return copies.values().stream()
        .map(Stored::copy)
        .filter(copy -> copy.ticket().equals(ticket))
        .toList();
  }

  @Override
  public synchronized void each(Consumer<Copy> to) {
    copies.values().forEach(stored -> to.accept(stored.copy()));
  }
}
