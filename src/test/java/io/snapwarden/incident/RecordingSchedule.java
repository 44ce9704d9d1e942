package io.snapwarden.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Remembers what is to be brought back, and brings nothing back by itself. */
public final class RecordingSchedule implements Schedule {

  private final List<Turn> turns = new ArrayList<>();

  @Override
  public synchronized void again(IncidentId id, Duration delay) {
    turns.add(new Turn(id, delay));
  }

  /** What was asked for and not taken yet, in the order of asking. */
  public synchronized List<Turn> turns() {
    return List.copyOf(turns);
  }

  /** Takes everything out, for a test that plays the queue. */
  public synchronized List<Turn> takeAll() {
    List<Turn> taken = List.copyOf(turns);
    turns.clear();
    return taken;
  }

  /** An incident that is due after a delay. */
  public record Turn(IncidentId incident, Duration after) {}
}
