package io.snapwarden.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers what is to be brought back; time passes only when the test says so. */
public final class RecordingSchedule implements Schedule {

  private final List<Turn> turns = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public synchronized void after(Duration delay, IncidentMessage message) {
    turns.add(new Turn(((IncidentMessage.Advance) message).incident(), now.plus(delay)));
  }

  /** What was asked for and not taken yet, in the order of asking. */
  public synchronized List<Turn> turns() {
    return List.copyOf(turns);
  }

  /** Lets time pass. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  /** Takes the first that is due. */
  public synchronized Optional<IncidentId> take() {
    Optional<Turn> due = turns.stream().filter(turn -> turn.due().compareTo(now) <= 0).findFirst();
    due.ifPresent(turns::remove);
    return due.map(Turn::incident);
  }

  /**
   * An incident that comes back.
   *
   * @param due how long after the schedule was made
   */
  public record Turn(IncidentId incident, Duration due) {}
}
