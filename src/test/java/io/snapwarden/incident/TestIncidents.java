package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Incidents for tests. */
public final class TestIncidents {

  private static final String[] HOSTILE = {
    "",
    "plain",
    "\"quoted\" and \\ slashed",
    "line\nbreak\r\ttab",
    "\u0000\u0007\u202Eright to left",
    "emoji \uD83D\uDE00 and lone \uD83D",
    "<script>alert(1)</script>",
    "x".repeat(40_000)
  };

  private TestIncidents() {}

  /** A fresh incident of a write. */
  public static Incident of(SnapshotWrite write) {
    return new Incident(
        IncidentId.of(write),
        Writes.AT,
        new Cause.Violation(write, Set.of(ViolationCode.UNKNOWN_CALLER), "no rule", "production"),
        Set.of(write.eventId()),
        Mode.REMEDIATE,
        "sha256:0",
        new TicketChoice("ledger", Severity.HIGH, List.of("aks")),
        null,
        false,
        List.of(Step.of("tag-snapshot", new JsonObject())),
        Incident.Status.OPEN,
        1,
        null,
        Incident.JournalHead.EMPTY);
  }

  /** Any incident at all. */
  public static Incident random(Random random) {
    SnapshotWrite write =
        Writes.aWrite()
            .event("event-" + random.nextInt(1000))
            .correlated(text(random, 200))
            .build();
    Cause cause =
        random.nextInt(4) == 0
            ? new Cause.NotUnderstood("event", text(random, 40_000), text(random, 40_000))
            : new Cause.Violation(
                write,
                new HashSet<>(List.of(pick(random, ViolationCode.values()))),
                text(random, 40_000),
                "response-1");
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      JsonObject options = new JsonObject();
      options.addProperty("some", text(random, 40_000));
      steps.add(
          new Step(
              "tag-snapshot",
              options,
              pick(random, Step.State.values()),
              text(random, 40_000),
              List.of(text(random, 100)),
              instant(random),
              instant(random),
              random.nextInt(30)));
    }
    return new Incident(
        IncidentId.of(write),
        Writes.AT.plusMillis(random.nextInt()),
        cause,
        Set.of(text(random, 100)),
        pick(random, Mode.values()),
        "sha256:" + random.nextLong(),
        new TicketChoice("ledger", pick(random, Severity.values()), List.of(text(random, 50))),
        random.nextBoolean() ? null : text(random, 100),
        random.nextBoolean(),
        steps,
        pick(random, Incident.Status.values()),
        random.nextInt(10),
        random.nextBoolean() ? null : new Incident.Lease(text(random, 50), Writes.AT),
        new Incident.JournalHead(random.nextInt(10), "abc"));
  }

  private static String text(Random random, int most) {
    String text = pick(random, HOSTILE);
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static @Nullable Instant instant(Random random) {
    return random.nextBoolean() ? null : Writes.AT.plusNanos(random.nextInt());
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
