package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Explanation.ResponseTrace;
import io.snapwarden.policy.Explanation.RuleTrace;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random policies and writes: an explanation is of the decision that was made, and no other. */
class ExplanationTest {

  private static final int POLICIES = 1_000;
  private static final int WRITES = 10;

  private final RandomPolicies random = new RandomPolicies(20261128);

  /** What was found in all the explanations together. */
  private int stoppedAtTheCaller;

  private int stoppedAtTheTarget;
  private int stoppedLater;
  private int allowed;
  private int notAsked;

  @Test
  void each_rule_stops_where_the_design_says_and_the_verdict_is_that_of_deciding() {
    for (int i = 0; i < POLICIES; i++) {
      Policy policy = random.policy();
      Guid own = i % 3 == 0 ? null : RandomPolicies.OURSELVES;
      Allowlist allowlist = Allowlist.compile(policy, own);
      for (int j = 0; j < WRITES; j++) {
        SnapshotWrite write = random.write();
        check(Explanation.of(allowlist, write), allowlist.decide(write), policy);
      }
    }

    assertThat(List.of(stoppedAtTheCaller, stoppedAtTheTarget, stoppedLater, allowed, notAsked))
        .as("all sorts of explanations come up")
        .allMatch(count -> count > 50);
  }

  private void check(Explanation explanation, Verdict decided, Policy policy) {
    assertThat(explanation.verdict()).isEqualTo(decided);
    if (!explanation.before().isEmpty()) {
      notAsked++;
      assertThat(explanation.rules()).isEmpty();
      assertThat(codes(decided)).isEqualTo(explanation.before());
      return;
    }
    SnapshotWrite write = explanation.write();
    for (AllowRule rule : policy.allow()) {
      boolean named = ReferenceAllowlist.names(rule, write.caller());
      boolean covered = ReferenceAllowlist.covers(rule.targets(), write.target());
      Set<ViolationCode> failed = ReferenceAllowlist.failed(rule, write);
      List<RuleTrace> traces =
          explanation.rules().stream().filter(trace -> trace.rule().equals(rule)).toList();
      if (!named && !covered) {
        assertThat(traces).isEmpty();
      } else {
        assertThat(traces)
            .isNotEmpty()
            .allSatisfy(
                trace -> {
                  assertThat(trace.callerNamed()).isEqualTo(named);
                  assertThat(trace.targetCovered()).isEqualTo(covered);
                  assertThat(trace.holds())
                      .isEqualTo(!failed.contains(ViolationCode.OUTSIDE_WINDOW));
                  assertThat(trace.admitted())
                      .isEqualTo(!failed.contains(ViolationCode.SOURCE_ADDRESS));
                });
        stoppedAtTheCaller += named ? 0 : 1;
        stoppedAtTheTarget += named && !covered ? 1 : 0;
        stoppedLater += named && covered && !failed.isEmpty() ? 1 : 0;
      }
    }
    decided.fold(
        by -> {
          allowed++;
          assertThat(explanation.nearest().id()).isEqualTo(by.rule());
          assertThat(explanation.responses()).isEmpty();
          return true;
        },
        violation -> {
          assertThat(explanation.rules()).noneMatch(RuleTrace::allows);
          ResponseTrace last = explanation.responses().get(explanation.responses().size() - 1);
          assertThat(last.answers()).isTrue();
          assertThat(explanation.responses().stream().filter(ResponseTrace::answers)).hasSize(1);
          assertThat(last.response().id()).isEqualTo(violation.response().id());
          return true;
        });
  }

  private static Set<ViolationCode> codes(Verdict verdict) {
    return verdict.fold(allowed -> Set.of(), Verdict.Violation::codes);
  }
}
