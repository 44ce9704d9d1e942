package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.policy.Verdict;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides the writes that came while the newest policy was bad, to a process that knew no good one:
 * with the newest policy if it has been mended since, else with the last good one in storage. Safe
 * for use by several threads.
 */
public final class LateDecision {

  private final Supplier<PolicyStore> policies;
  private final CurrentPolicy newest;
  private final CurrentPolicy lastGood;

  /**
   * Decides with what a store holds.
   *
   * @param newest used for the newest policy alone
   * @param lastGood used for the last good one alone, so that neither replaces the other
   */
  public LateDecision(
      Supplier<PolicyStore> policies, CurrentPolicy newest, CurrentPolicy lastGood) {
    this.policies = policies;
    this.newest = newest;
    this.lastGood = lastGood;
  }

  /**
   * Decides one write.
   *
   * @param lines gets one line of JSON, the decision and the policy that made it
   * @return what to respond to; empty if the write is allowed
   */
  public Optional<IncidentMessage.Detected> decide(
      IncidentMessage.Undecided undecided, Consumer<String> lines) {
    SnapshotWrite write = undecided.write();
    CurrentPolicy.InForce inForce = inForce();
    Verdict verdict = inForce.decide(write);
    JsonObject line = DecisionJson.of(write, verdict);
    line.addProperty("policy", inForce.hash());
    lines.accept(Log.decision(line));
    return verdict.fold(
        allowed -> Optional.empty(),
        violation -> Optional.of(IncidentMessage.Detected.of(write, violation, inForce)));
  }

  private CurrentPolicy.InForce inForce() {
    CurrentPolicy.InForce now =
        newest.with(policies.get().current().map(PolicyStore.Stored::text).orElse(null));
    if (now.bad() == null) {
      return now;
    }
    // Also if this process knows a good one: the one in storage may be newer.
    return policies
        .get()
        .lastGood()
        .map(lastGood::with)
        .filter(kept -> kept.allowlist() != null)
        .orElse(now);
  }
}
