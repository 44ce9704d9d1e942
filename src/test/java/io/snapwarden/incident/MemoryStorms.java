package io.snapwarden.incident;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Callers' tickets in memory, as strict as the real ones. */
public final class MemoryStorms implements Storms {

  private final Map<String, Stored> storms = new HashMap<>();
  private int versions;

  @Override
  public synchronized Optional<Stored> find(String caller) {
    return Optional.ofNullable(storms.get(caller));
  }

  @Override
  public synchronized boolean save(Stored from, Storm next) {
    Stored now = storms.get(next.caller());
    if (now == null ? from != null : from == null || !from.version().equals(now.version())) {
      return false;
    }
    storms.put(next.caller(), new Stored(next, "v" + versions++));
    return true;
  }
}
