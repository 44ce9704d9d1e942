package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules by their targets: a level for the subscription, and one for each segment in which the ids
 * of snapshots differ. Finding those that cover a target takes a few look-ups by hash, however many
 * there are. Not changed any more once it is built, and then safe for use by several threads.
 */
final class TargetTree {

  private static final int[] LEVELS = {PatternText.GROUP, PatternText.COLLECTION, PatternText.NAME};

  private Map<Guid, Branch> subscriptions = Map.of();

  void add(TargetPattern pattern, int rule) {
    Branch subscription = subscriptions.get(pattern.subscription());
    if (subscription == null) {
      subscription = new Branch();
      subscriptions = SmallMap.with(subscriptions, pattern.subscription(), subscription);
    }
    subscription.grow(pattern.group()).grow(pattern.collection()).grow(pattern.name()).end(rule);
  }

  /** Hands over each rule that covers the snapshot, in no order, and perhaps more than once. */
  void covering(Guid subscription, List<String> segments, IntConsumer rules) {
    Branch branch = subscriptions.get(subscription);
    if (branch != null) {
      branch.covering(segments, 0, rules);
    }
  }

  private static final class Branch {

    private static final int[] NONE = {};

    private Map<String, Branch> exact = Map.of();
    private @Nullable Branch any;
    private @Nullable Wildcards<Branch> wild;
    private int[] rules = NONE;
    private int count;

    private Branch grow(String pattern) {
      if (pattern.equals(Wildcard.ANY)) {
        any = any == null ? new Branch() : any;
        return any;
      }
      if (Wildcard.isIn(pattern)) {
        wild = wild == null ? new Wildcards<>() : wild;
        Branch branch = wild.get(pattern);
        if (branch == null) {
          branch = new Branch();
          wild.put(pattern, branch);
        }
        return branch;
      }
      Branch branch = exact.get(pattern);
      if (branch == null) {
        branch = new Branch();
        exact = SmallMap.with(exact, pattern, branch);
      }
      return branch;
    }

    private void end(int rule) {
      if (count == rules.length) {
        rules = Arrays.copyOf(rules, Math.max(1, count * 2));
      }
      rules[count++] = rule;
    }

    private void covering(List<String> segments, int level, IntConsumer found) {
      if (level == LEVELS.length) {
        for (int i = 0; i < count; i++) {
          found.accept(rules[i]);
        }
        return;
      }
      String segment = segments.get(LEVELS[level]);
      Branch branch = exact.get(segment);
      if (branch != null) {
        branch.covering(segments, level + 1, found);
      }
      if (any != null) {
        any.covering(segments, level + 1, found);
      }
      if (wild != null) {
        for (Branch each : wild.matching(segment)) {
          each.covering(segments, level + 1, found);
        }
      }
    }
  }
}
