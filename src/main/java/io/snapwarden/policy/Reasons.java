package io.snapwarden.policy;

import io.snapwarden.event.Address;
import io.snapwarden.event.Caller;
import io.snapwarden.event.SnapshotWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says why, in one sentence. */
final class Reasons {

  private Reasons() {}

  static String allowed(AllowRule rule) {
    return "rule " + rule.id() + " allows it: " + rule.reason();
  }

  static String unknownCaller(Caller caller) {
    return "no rule names the caller, " + caller.kind().text() + " " + caller.principal();
  }

  static String targetNotAllowed(AllowRule first) {
    return "rule " + first.id() + " names the caller, but no rule that does covers the target";
  }

  static String nearMiss(AllowRule rule, Set<ViolationCode> codes, SnapshotWrite write) {
    List<String> misses = new ArrayList<>();
    if (codes.contains(ViolationCode.OUTSIDE_WINDOW)) {
      misses.add("not at " + write.at() + window(rule));
    }
    if (codes.contains(ViolationCode.SOURCE_ADDRESS)) {
      Address address = write.clientAddress();
      misses.add(address == null ? "not without a client address" : "not from " + address);
    }
    return "rule " + rule.id() + " allows caller and target, but " + String.join(", and ", misses);
  }

  /** For codes that no rule could change. */
  static String beforeAnyRule(Set<ViolationCode> codes, SnapshotWrite write) {
    List<String> reasons = new ArrayList<>();
    for (ViolationCode code : codes) {
      reasons.add(
          switch (code) {
            case INCONSISTENT_EVENT ->
                "the event contradicts itself: " + String.join("; ", write.inconsistencies());
            case UNIDENTIFIED_CALLER -> "the caller cannot be identified" + doubt(write.caller());
            case FOREIGN_TENANT -> "the caller is of another tenant, " + write.caller().tenant();
            case OWN_IDENTITY -> "Snapwarden's own identity wrote it";
            default -> throw new IllegalArgumentException(code.text());
          });
    }
    return String.join("; ", reasons) + ": no rule is asked";
  }

  private static String window(AllowRule rule) {
    if (rule.notBefore() == null) {
      return " (until " + rule.until() + ")";
    }
    return rule.until() == null
        ? " (from " + rule.notBefore() + " on)"
        : " (from " + rule.notBefore() + " until " + rule.until() + ")";
  }

  private static String doubt(Caller caller) {
    return caller.doubt() == null ? "" : ", " + caller.doubt();
  }
}
