package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everything does that brings incidents back. */
public abstract class ScheduleContract {

  private final Schedule schedule = schedule();

  /** The schedule under test. */
  protected abstract Schedule schedule();

  /** Takes the next incident that is due now. */
  protected abstract Optional<IncidentId> due();

  /** The same, but waits until one is, for so long at most. */
  protected abstract Optional<IncidentId> dueWithin(Duration patience);

  protected static IncidentId incident() {
    return IncidentId.of(Writes.aWrite().correlated(UUID.randomUUID().toString()).build());
  }

  @Test
  void an_incident_comes_back_at_once_without_a_delay() {
    IncidentId id = incident();

    schedule.again(id, Duration.ZERO);

    assertThat(due()).contains(id);
    assertThat(due()).isEmpty();
  }

  @Test
  void an_incident_comes_back_after_its_delay_and_not_before() {
    IncidentId id = incident();

    schedule.again(id, Duration.ofMillis(1_100));

    assertThat(due()).isEmpty();
    assertThat(dueWithin(Duration.ofSeconds(20))).contains(id);
  }

  @Test
  void what_is_due_later_holds_nothing_up() {
    IncidentId later = incident();
    IncidentId now = incident();

    schedule.again(later, Duration.ofDays(7));
    schedule.again(now, Duration.ZERO);

    assertThat(due()).contains(now);
    assertThat(due()).isEmpty();
  }

  @Test
  void every_turn_that_was_asked_for_comes() {
    List<IncidentId> asked = List.of(incident(), incident(), incident());

    asked.forEach(id -> schedule.again(id, Duration.ZERO));

    assertThat(List.of(due().orElseThrow(), due().orElseThrow(), due().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(asked);
  }
}
