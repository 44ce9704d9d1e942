package io.snapwarden.incident;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Turns in memory. */
public final class MemoryTurns implements Turns {

  private record Turn(IncidentId holder, Instant until) {}

  private final Map<String, Turn> turns = new HashMap<>();

  @Override
  public synchronized boolean take(IncidentId id, Instant now, Instant until) {
    Turn turn = turns.get(id.targetPart());
    if (turn != null && !turn.holder().equals(id) && now.isBefore(turn.until())) {
      return false;
    }
    turns.put(id.targetPart(), new Turn(id, until));
    return true;
  }

  @Override
  public synchronized void release(IncidentId id) {
    Turn turn = turns.get(id.targetPart());
    if (turn != null && turn.holder().equals(id)) {
      turns.remove(id.targetPart());
    }
  }

  /** Whether nobody has a turn. */
  public synchronized boolean none() {
    return turns.isEmpty();
  }
}
