package io.snapwarden.incident;

import io.snapwarden.azure.ActivityLog;
import io.snapwarden.event.Guid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the Activity Log of each subscription since it was last swept, and hands on every violating
 * write that no incident knows of: one whose event never arrived becomes an incident all the same.
 *
 * <p>What was found is in the queue before the watermark says so; whatever dies in between, the
 * next sweep finds it again. Never waits: who is throttled goes on with the next run. Safe for use
 * by several threads.
 */
public final class Sweep {

  /** Azure keeps the log for 90 days. */
  private static final Duration KEPT = Duration.ofDays(89);

  /** After this no more parts are begun, for an invocation has five minutes (host.json). */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What should pass, and has not for so long, is for a person to see. */
  private static final Duration STALE = Duration.ofDays(1);

  private final ActivityLog activityLog;
  private final Watermarks watermarks;
  private final Incidents incidents;
  private final Evidence evidence;
  private final Inbox inbox;
  private final List<Guid> subscriptions;
  private final Duration overlap;
  private final Clock clock;

  /**
   * Wires a sweep.
   *
   * @param overlap how far each sweep looks back behind the one before: records come into the log
   *     late
   */
  public Sweep(
      ActivityLog activityLog,
      Watermarks watermarks,
      Incidents incidents,
      Evidence evidence,
      Inbox inbox,
      List<Guid> subscriptions,
      Duration overlap,
      Clock clock) {
    this.activityLog = activityLog;
    this.watermarks = watermarks;
    this.incidents = incidents;
    this.evidence = evidence;
    this.inbox = inbox;
    this.subscriptions = List.copyOf(subscriptions);
    this.overlap = overlap;
    this.clock = clock;
  }

  /**
   * Sweeps all subscriptions, in parts and in turn, so that none waits for another's backlog.
   *
   * @param decide what decides one record, given as text
   * @param info gets a line of JSON for each new violation and for each subscription
   * @param warning gets a line for what goes on with the next run only
   * @throws IllegalStateException at the end, if any subscription failed in a way that does not
   *     pass; it names all of them
   */
  public void run(
      Function<String, Handover> decide, Consumer<String> info, Consumer<String> warning) {
    if (subscriptions.isEmpty()) {
      warning.accept(
          "no subscription is swept: set SNAPWARDEN_SUBSCRIPTIONS to those that the events are"
              + " of, or a write whose event is lost stays unseen");
      return;
    }
    Instant now = clock.instant();
    Instant enough = now.plus(PATIENCE);
    Log log = new Log(info);
    SweepFailures failures = new SweepFailures(now, STALE.plus(overlap), warning, log);
    Queue<SweepTurn> turns = turns(now, decide, info, warning, failures);
    while (!turns.isEmpty()) {
      SweepTurn turn = turns.remove();
      if (clock.instant().isAfter(enough)) {
        warning.accept(turn + " goes on with the next run: there is too much for one");
        turn.told(log, SweepEnd.BEHIND).with("problem", "there is too much for one run").write();
        continue;
      }
      try {
        part(turn);
        if (turn.over()) {
          turn.told(log, SweepEnd.SWEPT).write();
        } else {
          turns.add(turn);
        }
      } catch (RuntimeException e) {
        failures.add(turn, e);
      }
    }
    failures.raise();
  }

  /** A turn for each subscription; the one that is farthest behind comes first. */
  private Queue<SweepTurn> turns(
      Instant now,
      Function<String, Handover> decide,
      Consumer<String> info,
      Consumer<String> warning,
      SweepFailures failures) {
    List<SweepTurn> turns = new ArrayList<>();
    for (Guid subscription : subscriptions) {
      SweptRecords records = new SweptRecords(decide, incidents, evidence, inbox, info);
      try {
        turns.add(turn(subscription, records, now, warning));
      } catch (RuntimeException e) {
        failures.add(subscription, e);
      }
    }
    turns.sort(Comparator.comparing(SweepTurn::sweptUntil));
    return new ArrayDeque<>(turns);
  }

  private SweepTurn turn(
      Guid subscription, SweptRecords records, Instant now, Consumer<String> warning) {
    Optional<Instant> before = watermarks.sweptUntil(subscription);
    if (before.isEmpty()) {
      Instant first = now.minus(overlap);
      // Or, if this run came to nothing, the next would begin where it finds itself.
      watermarks.advance(subscription, first);
      return new SweepTurn(subscription, records, first, first, now);
    }
    Instant from = before.get().minus(overlap);
    Instant oldest = now.minus(KEPT);
    if (before.get().isBefore(oldest)) {
      warning.accept(
          "what happened in subscription %s between %s and %s was never swept, and is not in the log any more"
              .formatted(subscription, before.get(), oldest));
    }
    return new SweepTurn(
        subscription, records, before.get(), from.isBefore(oldest) ? oldest : from, now);
  }

  private void part(SweepTurn turn) {
    if (turn.over()) {
      return;
    }
    Instant to = turn.to();
    boolean all =
        activityLog.read(turn.subscription().toString(), turn.from(), to, turn.records()::take);
    turn.records().check();
    if (all) {
      watermarks.advance(turn.subscription(), to);
      turn.swept();
    } else {
      turn.tooLong();
    }
  }
}
