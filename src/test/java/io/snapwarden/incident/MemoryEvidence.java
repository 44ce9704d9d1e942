package io.snapwarden.incident;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Evidence in memory. */
public final class MemoryEvidence implements Evidence {

  private final Map<String, String> kept = new ConcurrentHashMap<>();

  @Override
  public String keep(IncidentId id, String name, String text) {
    String reference = id + "/" + name;
    kept.putIfAbsent(reference, text);
    return reference;
  }

  @Override
  public Optional<String> read(String reference) {
    return Optional.ofNullable(kept.get(reference));
  }
}
