package io.snapwarden.bench.engines;

import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import io.snapwarden.bench.Workload;
import io.snapwarden.bench.Workload.Rule;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Cedar with a policy set for each caller, found in a hash map and parsed once. A caller without
 * rules is refused by the map alone: Cedar is not asked.
 */
final class CedarByCaller implements Engine {

  private final Map<Guid, Slice> slices = new HashMap<>();

  private record Slice(EntityUID principal, PolicySet policies) {}

  CedarByCaller(Workload workload) {
    Map<String, Set<Policy>> policies = new HashMap<>();
    for (Rule rule : workload.rules()) {
      Set<Policy> ofCaller = policies.computeIfAbsent(rule.caller(), caller -> new HashSet<>());
      ofCaller.add(Cedar.policy(rule, "rule-" + ofCaller.size()));
    }
    PolicySet.setCacheMaxPolicySets(policies.size() + 1);
    policies.forEach(
        (caller, ofCaller) ->
            slices.put(
                Guid.of(caller), new Slice(Cedar.principal(caller), Cedar.parsed(ofCaller))));
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    Slice slice = slices.get(write.caller().application());
    return slice != null && Cedar.allowed(slice.policies(), slice.principal(), write);
  }
}
