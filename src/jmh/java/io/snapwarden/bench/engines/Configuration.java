package io.snapwarden.bench.engines;

import io.snapwarden.bench.Workload;
import java.util.function.Function;

/**
 * The engines, each used in the ways that it can be. Those by caller lean on a hash map of ours,
 * which alone refuses the callers that no rule names.
 */
public enum Configuration {
  SNAPWARDEN("Snapwarden", false, SnapwardenEngine::new),
  CEDAR("Cedar, one policy set", true, CedarEngine::new),
  CASBIN("jCasbin, one enforcer", true, CasbinEngine::new),
  CEL("CEL, a program for each rule", true, CelEngine::new),
  CEDAR_BY_CALLER("Cedar, by caller", false, CedarByCaller::new),
  CASBIN_BY_CALLER("jCasbin, by caller", false, CasbinByCaller::new),
  CEL_BY_CALLER("CEL, by caller", false, CelByCaller::new);

  private final String label;
  private final boolean scans;
  private final Function<Workload, Engine> start;

  Configuration(String label, boolean scans, Function<Workload, Engine> start) {
    this.label = label;
    this.scans = scans;
    this.start = start;
  }

  String label() {
    return label;
  }

  /** Whether it goes through the rules one by one, as the engine does when it is left alone. */
  boolean scans() {
    return scans;
  }

  Engine start(Workload workload) {
    return start.apply(workload);
  }
}
