package io.snapwarden.incident;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
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
        new Terms(
            Mode.REMEDIATE,
            "sha256:0",
            new TicketChoice("ledger", Severity.HIGH, List.of("aks")),
            ResponseRule.APPROVAL_EXPIRES,
            10),
        "",
        null,
        false,
        null,
        "",
        Incident.Task.CONTAIN,
        List.of(Step.of("tag-snapshot", new JsonObject())),
        null,
        Incident.Status.OPEN,
        1,
        null,
        null,
        Incident.JournalHead.EMPTY);
  }

  /** The same with another status. */
  public static Incident with(Incident incident, Incident.Status status) {
    return incident.with(draft -> draft.status = status);
  }

  /** The same with a journal that ends there. */
  public static Incident ending(Incident incident, Incident.JournalHead head) {
    return incident.with(draft -> draft.journal = head);
  }

  /** Any incident at all. */
  public static Incident random(Random random) {
    SnapshotWrite write = randomWrite(random);
    Cause cause =
        random.nextInt(4) == 0
            ? new Cause.NotUnderstood(
                "event",
                text(random, 40_000),
                text(random, 40_000),
                text(random, 64),
                random.nextBoolean())
            : new Cause.Violation(
                write,
                new HashSet<>(
                    List.of(pick(random, ViolationCode.values()), ViolationCode.INCONSISTENT_EVENT)
                        .subList(0, random.nextInt(2))),
                text(random, 40_000),
                text(random, 100));
    return new Incident(
        IncidentId.of(write),
        Writes.AT.plusMillis(random.nextInt()),
        cause,
        new HashSet<>(texts(random, 100)),
        new Terms(
            pick(random, Mode.values()),
            "sha256:" + random.nextLong(),
            new TicketChoice("ledger", pick(random, Severity.values()), texts(random, 50)),
            Duration.ofHours(random.nextInt(100)),
            random.nextInt(100)),
        text(random, 100),
        instant(random),
        random.nextBoolean(),
        nullable(random, text(random, 100)),
        text(random, 64),
        pick(random, Incident.Task.values()),
        steps(random),
        nullable(random, approval(random)),
        pick(random, Incident.Status.values()),
        random.nextInt(10),
        instant(random),
        nullable(random, new Incident.Lease(text(random, 50), Writes.AT)),
        new Incident.JournalHead(random.nextInt(10), "abc"));
  }

  private static List<Step> steps(Random random) {
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      JsonObject options = new JsonObject();
      options.addProperty("some", text(random, 40_000));
      options.addProperty("number", random.nextInt());
      options.add("nothing", JsonNull.INSTANCE);
      steps.add(
          new Step(
              text(random, 50),
              options,
              pick(random, Step.State.values()),
              text(random, 40_000),
              random.nextBoolean()
                  ? List.of()
                  : List.of(
                      new Step.PlannedChange(
                          text(random, 1000),
                          text(random, 100),
                          text(random, 64),
                          texts(random, 5))),
              texts(random, 100),
              random.nextBoolean()
                  ? List.of()
                  : List.of(
                      new Step.Touch(
                          Writes.AT.plusNanos(random.nextInt()),
                          instant(random),
                          nullable(random, text(random, 50)))),
              random.nextInt(30),
              nullable(random, Writes.AT)));
    }
    return steps;
  }

  private static Approval approval(Random random) {
    return new Approval(
        text(random, 64),
        Writes.AT,
        nullable(random, guid(random)),
        nullable(
            random,
            new Approval.Decision(
                random.nextBoolean(), new Operator(guid(random), text(random, 100)), Writes.AT)));
  }

  /** Any write; without groups, for they are not kept. */
  public static SnapshotWrite randomWrite(Random random) {
    SnapshotKind kind = pick(random, SnapshotKind.values());
    return new SnapshotWrite(
        text(random, 256),
        Writes.AT.plusNanos(random.nextInt()),
        kind,
        pick(random, SnapshotWrite.Outcome.values()),
        Writes.snapshot(Writes.SUBSCRIPTION, "RG-" + random.nextInt(9), kind, "Nightly"),
        caller(random),
        text(random, 200),
        nullable(
            random,
            Writes.address(
                pick(random, new String[] {"203.0.113.255", "0.0.0.0", "2001:db8::7", "::1"}))),
        nullable(
            random,
            new SnapshotWrite.Grant(
                nullable(random, text(random, 100)),
                nullable(random, text(random, 100)),
                nullable(random, text(random, 100)),
                nullable(random, text(random, 100)),
                nullable(random, text(random, 100)),
                nullable(random, text(random, 100)))),
        texts(random, 100));
  }

  private static Caller caller(Random random) {
    Caller.Kind kind = pick(random, Caller.Kind.values());
    boolean known = kind != Caller.Kind.UNIDENTIFIED;
    return new Caller(
        kind,
        known ? guid(random) : nullable(random, guid(random)),
        nullable(random, guid(random)),
        known ? guid(random) : nullable(random, guid(random)),
        nullable(random, Writes.BACKUP_IDENTITY),
        Set.of(),
        nullable(random, text(random, 100)),
        nullable(random, text(random, 100)));
  }

  private static Guid guid(Random random) {
    return new Guid(random.nextLong(), random.nextLong());
  }

  private static List<String> texts(Random random, int most) {
    return Stream.generate(() -> text(random, most)).limit(random.nextInt(3)).toList();
  }

  private static <T> @Nullable T nullable(Random random, T value) {
    return random.nextBoolean() ? null : value;
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
