package io.snapwarden.incident;

import io.snapwarden.incident.Incident.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds incidents that have work to do while nobody comes back to them, and hands them to a worker:
 * their message became poison, or somebody's machine went off between saving an order and sending
 * it. One that is looked after already loses nothing by another look.
 */
public final class Rescue {

  /** So late nobody comes any more who comes by themselves. */
  static final Duration OVERDUE = Duration.ofMinutes(10);

  private final Incidents incidents;
  private final Schedule schedule;
  private final Stranded stranded;
  private final Clock clock;

  public Rescue(Incidents incidents, Schedule schedule, Stranded stranded, Clock clock) {
    this.incidents = incidents;
    this.schedule = schedule;
    this.stranded = stranded;
    this.clock = clock;
  }

  /**
   * Looks at every message that nobody takes, and at every incident that is not at rest.
   *
   * @param lines gets one line of JSON for what was found
   */
  public void run(Consumer<String> lines) {
    Log log = new Log(lines);
    int messages = stranded.bringBack();
    if (messages > 0) {
      log.line("messages.rescued").with("messages", messages).write();
    }
    Instant overdue = clock.instant().minus(OVERDUE);
    incidents.each(
        Set.of(Status.OPEN, Status.AWAITING_APPROVAL),
        incident -> {
          Incident.Lease lease = incident.lease();
          if (before(incident.due(), overdue)
              && before(lease == null ? null : lease.until(), overdue)) {
            schedule.again(incident.id(), Duration.ZERO);
            log.line("incident.rescued").about(incident).write();
          }
        });
  }

  private static boolean before(@Nullable Instant time, Instant than) {
    return time == null || time.isBefore(than);
  }
}
