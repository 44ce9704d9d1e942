package io.snapwarden.incident;

import java.time.Duration;
import java.util.Optional;

class RecordingScheduleTest extends ScheduleContract {

  private RecordingSchedule schedule;

  @Override
  protected Schedule schedule() {
    schedule = new RecordingSchedule();
    return schedule;
  }

  @Override
  protected Optional<IncidentId> due() {
    return schedule.take();
  }

  @Override
  protected Optional<IncidentId> dueWithin(Duration patience) {
    schedule.pass(patience);
    return schedule.take();
  }
}
