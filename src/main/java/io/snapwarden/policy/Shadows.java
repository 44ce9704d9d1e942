package io.snapwarden.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds allow rules that never decide anything, for an earlier rule allows all that they do.
 *
 * <p>It looks up what could cover a rule, by caller and target, and compares no two rules that have
 * neither in common. So it misses an earlier rule whose wildcards only overlap with the later
 * one's.
 */
final class Shadows {

  /** So many rules for one caller and target are compared with a later one, and no more. */
  private static final int MAX_CANDIDATES = 4;

  /** A rule with more callers times targets is left out. */
  private static final int MAX_PAIRS = 256;

  private final List<AllowRule> rules;
  private final Map<Key, List<Integer>> earlier = new HashMap<>();

  private record Key(CallerMatch caller, TargetPattern target) {
    // Written out: see CallerMatch.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && caller.equals(that.caller) && target.equals(that.target);
    }

    @Override
    public int hashCode() {
      return 31 * caller.hashCode() + target.hashCode();
    }
  }

  private Shadows(List<AllowRule> rules) {
    this.rules = rules;
  }

  static void warn(List<AllowRule> rules, Problems problems) {
    Shadows shadows = new Shadows(rules);
    Place allow = Place.ROOT.member("allow");
    for (int i = 0; i < rules.size(); i++) {
      int by = shadows.shadowedBy(rules.get(i));
      if (by >= 0) {
        problems.warn(
            allow.element(i),
            "is never needed: all that it allows is allowed by " + Quote.of(rules.get(by).id()),
            allow.element(by));
      }
      shadows.add(i);
    }
  }

  private int shadowedBy(AllowRule rule) {
    if (pairs(rule) > MAX_PAIRS) {
      return -1;
    }
    for (int candidate : covering(rule.callers().get(0), rule.targets().get(0))) {
      if (covers(candidate, rule)) {
        return candidate;
      }
    }
    return -1;
  }

  private void add(int index) {
    AllowRule rule = rules.get(index);
    if (pairs(rule) > MAX_PAIRS) {
      return;
    }
    for (CallerMatch caller : rule.callers()) {
      for (TargetPattern target : rule.targets()) {
        List<Integer> same =
            earlier.computeIfAbsent(new Key(caller, target), key -> new ArrayList<>(1));
        if (same.size() < MAX_CANDIDATES) {
          same.add(index);
        }
      }
    }
  }

  private boolean covers(int candidate, AllowRule narrow) {
    AllowRule wide = rules.get(candidate);
    return (wide.from().isEmpty() || wide.from().equals(narrow.from()))
        && !after(wide.notBefore(), narrow.notBefore(), Instant.MIN)
        && !after(narrow.until(), wide.until(), Instant.MAX)
        && narrow.callers().stream()
            .allMatch(
                caller ->
                    narrow.targets().stream()
                        .allMatch(target -> covering(caller, target).contains(candidate)));
  }

  private Set<Integer> covering(CallerMatch caller, TargetPattern target) {
    Set<Integer> covering = new LinkedHashSet<>();
    for (TargetPattern wider : target.wider()) {
      covering.addAll(earlier.getOrDefault(new Key(caller, wider), List.of()));
    }
    return covering;
  }

  private static boolean after(@Nullable Instant one, @Nullable Instant other, Instant unbounded) {
    return (one == null ? unbounded : one).isAfter(other == null ? unbounded : other);
  }

  private static long pairs(AllowRule rule) {
    return (long) rule.callers().size() * rule.targets().size();
  }
}
