package io.snapwarden.bench.engines;

import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import io.snapwarden.bench.Workload;
import io.snapwarden.bench.Workload.Rule;
import io.snapwarden.event.SnapshotWrite;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cedar with all rules in one policy set, which it parses once and keeps. Each decision crosses
 * into native code as JSON and evaluates every policy.
 */
final class CedarEngine implements Engine {

  private final PolicySet policies;

  CedarEngine(Workload workload) {
    List<Rule> rules = workload.rules();
    Set<Policy> all = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      all.add(Cedar.policy(rules.get(i), "rule-" + i));
    }
    policies = Cedar.parsed(all);
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    return Cedar.allowed(policies, Cedar.principal(write.caller().application().toString()), write);
  }
}
