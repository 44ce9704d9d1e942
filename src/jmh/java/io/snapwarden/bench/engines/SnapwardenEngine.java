package io.snapwarden.bench.engines;

import io.snapwarden.bench.Workload;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Verdict;

/**
 * Snapwarden as it is used. It alone also checks the tenant, and says the reason and the response
 * along with the verdict; the others answer yes or no.
 */
final class SnapwardenEngine implements Engine {

  private final Allowlist allowlist;

  SnapwardenEngine(Workload workload) {
    allowlist = workload.allowlist();
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    return allowlist.decide(write) instanceof Verdict.Allowed;
  }
}
