package io.snapwarden.policy;

import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a write gets its verdict: what each rule and response made of it. Says nothing of its own:
 * the verdict is that of the allowlist, and the conditions are those that it asks.
 *
 * @param before what forbade to ask any rule; empty if the rules were asked
 * @param rules those that name the caller or cover the target, in the order of the policy
 * @param nearest the rule that allows it or came nearest; null if none fits caller and target
 * @param responses those that were tried, the one that answers last; empty for what is allowed
 */
public record Explanation(
    SnapshotWrite write,
    Verdict verdict,
    Set<ViolationCode> before,
    List<RuleTrace> rules,
    @Nullable AllowRule nearest,
    List<ResponseTrace> responses) {

  public Explanation {
    before = Set.copyOf(before);
    rules = List.copyOf(rules);
    responses = List.copyOf(responses);
  }

  /**
   * What one allow rule made of the write.
   *
   * @param callerNamed whether it names the caller
   * @param targetCovered whether it covers the target
   * @param holds whether the time is within its window
   * @param admitted whether it admits the client's address
   */
  public record RuleTrace(
      AllowRule rule, boolean callerNamed, boolean targetCovered, boolean holds, boolean admitted) {

    /** Whether it allows the write. */
    public boolean allows() {
      return callerNamed && targetCovered && holds && admitted;
    }
  }

  /**
   * What one response made of the violation.
   *
   * @param forCodes whether it is for its codes
   * @param forTarget whether it is for its target
   */
  public record ResponseTrace(ResponseRule response, boolean forCodes, boolean forTarget) {

    /** Whether it answers the violation. */
    public boolean answers() {
      return forCodes && forTarget;
    }
  }

  /** Explains what the allowlist decides. */
  public static Explanation of(Allowlist allowlist, SnapshotWrite write) {
    Verdict verdict = allowlist.decide(write);
    Set<ViolationCode> before = allowlist.beforeAnyRule(write);
    return new Explanation(
        write,
        verdict,
        before,
        before.isEmpty() ? rules(allowlist.policy().allow(), write) : List.of(),
        allowlist.nearest(write),
        verdict.fold(
            allowed -> List.of(),
            violation ->
                responses(allowlist.policy().responses(), violation.codes(), write.target())));
  }

  private static List<RuleTrace> rules(List<AllowRule> rules, SnapshotWrite write) {
    Set<CallerMatch> ways = new HashSet<>(RuleIndex.ways(write.caller()));
    List<RuleTrace> traces = new ArrayList<>();
    for (AllowRule rule : rules) {
      boolean named = rule.callers().stream().anyMatch(ways::contains);
      boolean covered =
          rule.targets().stream().anyMatch(pattern -> pattern.matches(write.target()));
      if (named || covered) {
        traces.add(
            new RuleTrace(
                rule,
                named,
                covered,
                rule.holdsAt(write.at()),
                rule.admits(write.clientAddress())));
      }
    }
    return traces;
  }

  private static List<ResponseTrace> responses(
      List<ResponseRule> responses, Set<ViolationCode> codes, ResourceId target) {
    List<ResponseTrace> traces = new ArrayList<>();
    for (ResponseRule response : responses) {
      ResponseTrace trace =
          new ResponseTrace(response, response.isFor(codes), response.isFor(target));
      traces.add(trace);
      if (trace.answers()) {
        return traces;
      }
    }
    traces.add(new ResponseTrace(ResponseRule.BUILT_IN, true, true));
    return traces;
  }
}
