package io.snapwarden.policy;

import io.snapwarden.event.SnapshotWrite;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Of the rules that cover a write's caller and target, the one that fails in the fewest conditions;
 * of several, the first in the policy. Lives for one decision.
 */
final class Nearest implements IntConsumer {

  private final List<AllowRule> rules;
  private final SnapshotWrite write;
  private int index = -1;
  private int failing = Integer.MAX_VALUE;

  Nearest(List<AllowRule> rules, SnapshotWrite write) {
    this.rules = rules;
    this.write = write;
  }

  @Override
  public void accept(int candidate) {
    AllowRule rule = rules.get(candidate);
    int failures =
        (rule.holdsAt(write.at()) ? 0 : 1) + (rule.admits(write.clientAddress()) ? 0 : 1);
    if (failures < failing || (failures == failing && candidate < index)) {
      index = candidate;
      failing = failures;
    }
  }

  boolean found() {
    return index >= 0;
  }

  AllowRule rule() {
    return rules.get(index);
  }

  /** The conditions in which the nearest rule fails; none if it allows the write. */
  Set<ViolationCode> codes() {
    Set<ViolationCode> codes = EnumSet.noneOf(ViolationCode.class);
    if (!rule().holdsAt(write.at())) {
      codes.add(ViolationCode.OUTSIDE_WINDOW);
    }
    if (!rule().admits(write.clientAddress())) {
      codes.add(ViolationCode.SOURCE_ADDRESS);
    }
    return codes;
  }
}
