package io.snapwarden.bench.engines;

import io.snapwarden.bench.Workload;
import io.snapwarden.event.SnapshotWrite;
import java.util.List;
import java.util.Locale;
import org.casbin.jcasbin.main.Enforcer;

/**
 * jCasbin with all rules in one enforcer, which evaluates its matcher for one after another until
 * one allows. The caller is compared first, so the pattern is looked at once at most. The times are
 * texts of equal length, since all values of its policies are texts.
 */
final class CasbinEngine implements Engine {

  private final Enforcer enforcer;

  CasbinEngine(Workload workload) {
    enforcer =
        Casbin.enforcer(
            "caller, target, at",
            "caller, target, until",
            "r.caller == p.caller && r.at < p.until && covers(p.target, r.target)");
    String until = Long.toString(Workload.UNTIL.toEpochMilli());
    enforcer
        .getModel()
        .addPolicies(
            "p",
            "p",
            workload.rules().stream()
                .map(rule -> List.of(rule.caller(), rule.target().toLowerCase(Locale.ROOT), until))
                .toList());
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    return enforcer.enforce(
        write.caller().application().toString(),
        write.target().key(),
        Long.toString(write.at().toEpochMilli()));
  }
}
