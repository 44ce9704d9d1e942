package io.snapwarden.backtest;

import io.snapwarden.policy.AllowRule;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Policy;
import io.snapwarden.policy.ViolationCode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have made of a history.
 *
 * @param old what it was compared with; null for nothing
 * @param byDay in UTC, by the time of the write
 * @param otherDays what was beyond the most days that are told apart
 * @param rules by the id of the rule that allowed
 * @param findings the newest of what was not allowed, the newest first
 * @param changes null if nothing was compared
 */
public record History(
    Policy policy,
    @Nullable Policy old,
    Input input,
    Tally all,
    Names names,
    Ranking<CallerId> callers,
    Ranking<String> targets,
    SortedMap<LocalDate, Tally> byDay,
    Tally otherDays,
    Ranking<String> rules,
    List<Ranking.Row<Answer>> answers,
    List<Ranking.Row<ViolationCode>> codes,
    List<Ranking.Row<Act>> remediations,
    List<LimitReplay.Row> limits,
    List<Decided.Write> findings,
    @Nullable Changes changes,
    List<Suggestion> suggestions) {

  /**
   * What there was to read.
   *
   * @param forgetful whether there were more writes than are remembered, so that some may count
   *     twice
   * @param places where the first unreadable ones are
   */
  public record Input(
      long records,
      long unrelated,
      long unreadable,
      long duplicates,
      boolean forgetful,
      List<Unreadable> places) {
    public Input {
      places = List.copyOf(places);
    }
  }

  /**
   * One reading that made no sense.
   *
   * @param index which one of its source it is, from 1
   */
  public record Unreadable(String source, long index, String reason) {}

  /** A response of the policy, as far as it may go. */
  public record Answer(String response, Mode mode) {}

  /** A remediation under a mode: only under {@code remediate} does it happen by itself. */
  public record Act(String remediation, Mode mode) {}

  /** From what to what a decision turns, in a few words. */
  public record Turn(String before, String after) {}

  /**
   * Where two policies differ.
   *
   * @param newest some of them, the newest first
   */
  public record Changes(long count, List<Ranking.Row<Turn>> turns, List<Decided.Change> newest) {}

  /** How often a rule of the policy allowed something, in the policy's order. */
  public record Use(AllowRule rule, @Nullable Tally tally) {}

  /** Every allow rule with its use; null where nothing used it. */
  public List<Use> uses() {
    Map<String, Tally> used = new HashMap<>();
    rules.rows().forEach(row -> used.put(row.key(), row.tally()));
    return policy.allow().stream().map(rule -> new Use(rule, used.get(rule.id()))).toList();
  }

  /** Whether a person should look at anything. */
  public boolean findsSomething() {
    return all.violations() + all.attempts() + input.unreadable() > 0;
  }

  /** How many writes would have had a response of this mode. */
  public long answered(Mode mode) {
    return answers.stream()
        .filter(row -> row.key().mode() == mode)
        .mapToLong(row -> row.tally().all())
        .sum();
  }
}
