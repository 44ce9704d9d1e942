package io.snapwarden.remediation.playbook;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Orders of remediations that cannot work, whatever is found in Azure. */
final class Order {

  private static final String GONE = "nothing is left of the snapshot after delete-snapshot";

  /**
   * One may not come after another.
   *
   * @param why as the end of a sentence
   */
  private record Rule(String late, String early, String why) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "revoke-role-assignment",
              "lock-snapshot",
              "a CanNotDelete lock keeps role assignments at its scope, too: revoke first"),
          new Rule(
              "delete-snapshot",
              "lock-snapshot",
              "this incident's own lock would keep the snapshot: use one or the other"),
          new Rule("lock-snapshot", "delete-snapshot", GONE + ": use one or the other"),
          new Rule("tag-snapshot", "delete-snapshot", GONE + ": tag it before, or not at all"),
          new Rule(
              "ensure-log-analytics-workspace",
              "enable-container-insights",
              "the workspace must be there before anything sends to it"),
          new Rule(
              "ensure-log-analytics-workspace",
              "enable-container-logging",
              "the workspace must be there before anything sends to it"));

  private Order() {}

  /** All that a rule speaks of. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    RULES.forEach(rule -> names.addAll(List.of(rule.late(), rule.early())));
    return names;
  }

  /** What is wrong, by the place in the list. */
  static Map<Integer, String> problems(List<String> ids) {
    Map<Integer, String> problems = new TreeMap<>();
    for (Rule rule : RULES) {
      int late = ids.indexOf(rule.late());
      int early = ids.indexOf(rule.early());
      if (early >= 0 && early < late) {
        problems.putIfAbsent(
            late,
            "\"%s\" cannot come after \"%s\": %s".formatted(rule.late(), rule.early(), rule.why()));
      }
    }
    return problems;
  }
}
