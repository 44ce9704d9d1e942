package io.snapwarden.backtest;

import io.snapwarden.event.Reading;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides a history, one reading after another in any order, and counts what came of it. What it
 * keeps grows with the callers, targets and days in the history up to bounds, and with its writes
 * by a few numbers each. Not for several threads.
 */
public final class Backtest {

  private static final int MOST_CALLERS = 20_000;
  private static final int MOST_TARGETS = 50_000;

  /** Ten years: times may be forged, too. */
  private static final int MOST_DAYS = 3_660;

  private static final int MOST_KINDS = 10_000;
  private static final int MOST_PLACES = 5;

  private final Allowlist policy;
  private final @Nullable Allowlist old;
  private final Consumer<Decided.Change> changed;
  private final SeenWrites seen;
  private final Tally all = new Tally();
  private final Names names = new Names(MOST_CALLERS);
  private final Ranking<CallerId> callers = new Ranking<>(MOST_CALLERS);
  private final Ranking<String> targets = new Ranking<>(MOST_TARGETS);
  private final Ranking<LocalDate> days = new Ranking<>(MOST_DAYS);
  private final Ranking<String> rules = new Ranking<>(Integer.MAX_VALUE);
  private final Ranking<History.Answer> answers = new Ranking<>(Integer.MAX_VALUE);
  private final Ranking<ViolationCode> codes = new Ranking<>(Integer.MAX_VALUE);
  private final Ranking<History.Act> remediations = new Ranking<>(Integer.MAX_VALUE);
  private final Ranking<History.Turn> turns = new Ranking<>(MOST_KINDS);
  private final Newest<Decided.Write> findings;
  private final Newest<Decided.Change> changes;
  private final LimitReplay limits = new LimitReplay(1_000_000);
  private final Suggestions suggestions = new Suggestions();
  private final List<History.Unreadable> unreadablePlaces = new ArrayList<>();
  private long records;
  private long unrelated;
  private long unreadable;
  private long duplicates;
  private long changeCount;

  /**
   * About to begin.
   *
   * @param old what the policy is compared with; null for nothing
   * @param kept how many of the newest findings, and of the newest changes, are kept
   * @param changed gets every change as it is found
   */
  public Backtest(
      Allowlist policy, @Nullable Allowlist old, int kept, Consumer<Decided.Change> changed) {
    this(policy, old, kept, changed, 4_000_000);
  }

  /**
   * The same with another bound.
   *
   * @param remembered how many writes are remembered, so that none counts twice
   */
  Backtest(
      Allowlist policy,
      @Nullable Allowlist old,
      int kept,
      Consumer<Decided.Change> changed,
      int remembered) {
    this.policy = policy;
    this.old = old;
    this.changed = changed;
    this.seen = new SeenWrites(remembered);
    this.findings = new Newest<>(kept);
    this.changes = new Newest<>(kept);
  }

  /**
   * Takes one reading.
   *
   * @param source where it comes from, for people
   * @param index which one of there it is, from 1
   */
  public void take(Reading reading, String source, long index) {
    records++;
    reading.fold(
        write -> decide(write.write()),
        other -> unrelated++,
        broken -> {
          unreadable++;
          return unreadablePlaces.size() < MOST_PLACES
              && unreadablePlaces.add(new History.Unreadable(source, index, broken.reason()));
        });
  }

  private boolean decide(SnapshotWrite write) {
    Verdict verdict = policy.decide(write);
    boolean allowed = verdict instanceof Verdict.Allowed;
    if (!seen.add(write, allowed)) {
      duplicates++;
      return false;
    }
    Instant at = write.at();
    CallerId caller = CallerId.of(write.caller());
    all.add(verdict, at);
    names.add(caller, write.caller().name());
    callers.add(caller, verdict, at);
    // In lower case: the log writes one id in several ways.
    targets.add(write.target().key(), verdict, at);
    days.add(at.atOffset(ZoneOffset.UTC).toLocalDate(), verdict, at);
    compare(write, verdict);
    verdict.fold(
        yes -> {
          rules.add(yes.rule(), verdict, at);
          return true;
        },
        violation -> violated(write, violation));
    return true;
  }

  private boolean violated(SnapshotWrite write, Verdict.Violation violation) {
    Instant at = write.at();
    Mode mode = violation.response().mode();
    violation.codes().forEach(code -> codes.add(code, violation, at));
    answers.add(new History.Answer(violation.response().id(), mode), violation, at);
    for (RemediationChoice choice : violation.response().remediations()) {
      remediations.add(new History.Act(choice.id(), mode), violation, at);
    }
    if (mode == Mode.REMEDIATE && !violation.response().remediations().isEmpty()) {
      limits.add(write);
    }
    suggestions.add(write, violation);
    findings.add(at, () -> new Decided.Write(write, Decided.of(violation)));
    return true;
  }

  private void compare(SnapshotWrite write, Verdict verdict) {
    if (old == null) {
      return;
    }
    Decided before = Decided.of(old.decide(write));
    Decided after = Decided.of(verdict);
    if (before.same(after)) {
      return;
    }
    changeCount++;
    turns.add(new History.Turn(before.shortly(), after.shortly()), verdict, write.at());
    Decided.Change change = new Decided.Change(write, before, after);
    changes.add(write.at(), () -> change);
    changed.accept(change);
  }

  /**
   * What came of all that was taken.
   *
   * @param now suggested rules end some time after it
   */
  public History result(Instant now) {
    TreeMap<LocalDate, Tally> byDay = new TreeMap<>();
    days.rows().forEach(row -> byDay.put(row.key(), row.tally()));
    return new History(
        policy.policy(),
        old == null ? null : old.policy(),
        new History.Input(
            records, unrelated, unreadable, duplicates, seen.full(), unreadablePlaces),
        all,
        names,
        callers,
        targets,
        byDay,
        days.rest(MOST_DAYS),
        rules,
        answers.rows(),
        codes.rows(),
        remediations.rows(),
        limits.replay(policy.policy().limits().remediatedTargetsPerHour()),
        findings.list(),
        old == null ? null : new History.Changes(changeCount, turns.rows(), changes.list()),
        suggestions.list(names, now));
  }
}
