package io.snapwarden.policy;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the rules that name a caller. Immutable once built; safe for use by several threads. */
final class RuleIndex {

  private final Map<CallerMatch, Named> byCaller;

  RuleIndex(List<AllowRule> rules) {
    byCaller = new HashMap<>(rules.size() * 4 / 3 + 1);
    for (int i = 0; i < rules.size(); i++) {
      AllowRule rule = rules.get(i);
      for (CallerMatch caller : rule.callers()) {
        Named named = byCaller.get(caller);
        if (named == null) {
          named = new Named(i, new TargetTree());
          byCaller.put(caller, named);
        }
        for (TargetPattern target : rule.targets()) {
          named.targets.add(target, i);
        }
      }
    }
  }

  /**
   * The rules that name one caller in one way.
   *
   * @param first the index of the first of them
   */
  record Named(int first, TargetTree targets) {}

  /** One entry for each way in which rules name the caller; none for a caller that none names. */
  List<Named> naming(Caller caller) {
    List<Named> naming = new ArrayList<>(2);
    for (CallerMatch way : ways(caller)) {
      Named named = byCaller.get(way);
      if (named != null) {
        naming.add(named);
      }
    }
    return naming;
  }

  /** All ways in which a rule can name the caller. */
  static List<CallerMatch> ways(Caller caller) {
    List<CallerMatch> ways = new ArrayList<>(3);
    Guid principal = caller.principal();
    if (principal != null) {
      ways.add(new CallerMatch.Principal(principal));
    }
    // A user signed in through an allowed application is not that application.
    Guid application = caller.application();
    if (application != null && caller.appOnly()) {
      ways.add(new CallerMatch.Application(application));
    }
    ResourceId identity = caller.managedIdentity();
    if (identity != null && caller.appOnly()) {
      ways.add(new CallerMatch.ManagedIdentity(identity));
    }
    for (Guid group : caller.groups()) {
      ways.add(new CallerMatch.Group(group));
    }
    return ways;
  }
}
