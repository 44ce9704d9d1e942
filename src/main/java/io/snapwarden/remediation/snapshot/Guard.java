package io.snapwarden.remediation.snapshot;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.snapshot.LiveSnapshot.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an event says with what Azure says of the live snapshot. An Event Grid event is not
 * signed, and time passes between it and us: neither may turn us against the wrong snapshot.
 *
 * @param refusal why nothing may be done; null if something may
 * @param compared what was compared, for the journal
 */
record Guard(@Nullable String refusal, String compared) {

  /** How far Azure's clocks and ours may be apart. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final int MAX_TEXT = 200;

  /** For what can be taken back: refuses only if the write cannot have happened. */
  static Guard reversible(SnapshotWrite write, LiveSnapshot live) {
    return new Guard(contradiction(write, live), compared(write, live));
  }

  /** For what cannot be taken back: refuses too if anything was changed since, or by another. */
  static Guard destructive(Scene scene, LiveSnapshot live) {
    SnapshotWrite write = scene.write();
    String contradiction = contradiction(write, live);
    return new Guard(
        contradiction == null ? doubt(scene, live) : contradiction, compared(write, live));
  }

  Optional<Plan> refused() {
    return Optional.ofNullable(refusal)
        .map(why -> new Plan.Settled(new Outcome.Refused(why + " (" + compared + ")")));
  }

  private static @Nullable String contradiction(SnapshotWrite write, LiveSnapshot live) {
    if (write.attempt()) {
      return "the write did not succeed, so the snapshot is not what it wrote";
    }
    Stamp changed = live.changed();
    if (changed != null && changed.at().isBefore(write.at().minus(SKEW))) {
      return "Azure knows of no such write: the snapshot was last changed long before the event";
    }
    return null;
  }

  private static @Nullable String doubt(Scene scene, LiveSnapshot live) {
    Stamp created = live.created();
    Stamp changed = live.changed();
    if (created == null || changed == null) {
      return "Azure does not say when and by whom the snapshot was changed, so nothing can be compared";
    }
    Instant latest = scene.write().at().plus(SKEW);
    if (created.at().isAfter(latest)) {
      return "the snapshot was created after the write: it is another one under the same name";
    }
    boolean ours =
        scene.touches().stream()
            .filter(touch -> touch.concerns(scene.write().target()))
            .anyMatch(touch -> covers(touch, changed.at()));
    if (changed.at().isAfter(latest)) {
      return ours ? null : "somebody changed the snapshot after the write";
    }
    return !ours && contradicts(changed, scene.write().caller())
        ? "the last change was by another than the event's caller"
        : null;
  }

  private static boolean covers(Scene.Touch touch, Instant at) {
    return !at.isBefore(touch.from().minus(SKEW)) && !at.isAfter(touch.until().plus(SKEW));
  }

  /** Azure names users by UPN and applications by an id; only like is compared with like. */
  private static boolean contradicts(Stamp stamp, Caller caller) {
    return switch (caller.kind()) {
      case UNIDENTIFIED -> false;
      case USER ->
          stamp.application()
              || (stamp.user() && bothUpns(stamp, caller) && !sameName(stamp, caller));
      case APPLICATION, MANAGED_IDENTITY ->
          stamp.user() || (stamp.application() && differs(stamp, caller));
    };
  }

  private static boolean bothUpns(Stamp stamp, Caller caller) {
    String name = caller.name();
    return name != null && name.contains("@") && stamp.by().contains("@");
  }

  private static boolean sameName(Stamp stamp, Caller caller) {
    return stamp.by().equalsIgnoreCase(caller.name());
  }

  private static boolean differs(Stamp stamp, Caller caller) {
    return Guid.parse(stamp.by())
        .map(id -> !id.equals(caller.application()) && !id.equals(caller.principal()))
        .orElse(false);
  }

  private static String compared(SnapshotWrite write, LiveSnapshot live) {
    Stamp created = live.created();
    Stamp changed = live.changed();
    return "compared: event %s by %s; Azure: created %s, last changed %s"
        .formatted(
            write.at(),
            Plain.text(caller(write.caller()), MAX_TEXT),
            created == null ? "unknown" : Plain.text(created.toString(), MAX_TEXT),
            changed == null ? "unknown" : Plain.text(changed.toString(), MAX_TEXT));
  }

  private static String caller(Caller caller) {
    String name = caller.name();
    return Stream.of(
            name == null ? "" : name,
            id("app ", caller.appOnly() ? caller.application() : null),
            id("principal ", caller.principal()))
        .filter(part -> !part.isEmpty())
        .reduce((a, b) -> a + ", " + b)
        .orElse("nobody named");
  }

  private static String id(String what, @Nullable Guid id) {
    return id == null ? "" : what + id;
  }
}
