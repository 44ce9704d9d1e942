package io.snapwarden.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened in one run, and what is wrong in the end.
 *
 * @param offered events given to Event Grid, our own writes' among them
 * @param again deliveries that had to be repeated
 * @param duplicates deliveries of a violation that another one tells of, too
 * @param effects tags, locks and deletions
 * @param work until the last event and the last kill
 * @param tail from then until nothing was left to do
 */
record Figures(
    long seed,
    Size size,
    long offered,
    int again,
    int kills,
    int outages,
    int sweeps,
    Map<String, Integer> faults,
    int requests,
    int duplicates,
    Audit audit,
    List<Integer> effects,
    int harmless,
    Map<String, Integer> thrown,
    Duration work,
    Duration tail,
    List<String> findings) {

  void print() {
    System.out.printf(
"""
        seed %d: %s
          %d writes, %d deliveries asked for; %d events offered, %d deliveries repeated
          %d workers killed, %d outages of storage
          %d requests to Azure, faults %s
          %d incidents, %d tickets with %d comments, %d duplicates suppressed
          %d tagged, %d locked, %d deleted; %d requests repeated that changed nothing; %d tags left to \
another incident of the same snapshot
          %d violations never delivered, found by %d sweeps; %d sound messages became poison; %d incidents stuck
          invocations that threw:%s
          %.0f s of work, %.0f s until all came to rest
        """,
        seed,
        findings.isEmpty() ? "all as it should be" : findings.size() + " NOT AS IT SHOULD BE",
        size.writes(),
        size.deliveries(),
        offered,
        again,
        kills,
        outages,
        requests,
        faults,
        audit.incidents(),
        audit.tickets(),
        audit.comments(),
        duplicates,
        effects.get(0),
        effects.get(1),
        effects.get(2),
        harmless,
        audit.leftTags(),
        audit.swept(),
        sweeps,
        audit.poisoned(),
        audit.stuck(),
        lines(thrown),
        work.toMillis() / 1000.0,
        tail.toMillis() / 1000.0);
    findings.forEach(finding -> System.out.println("  NOT AS IT SHOULD BE: " + finding));
  }

  private static String lines(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(each -> "\n    %5d %s".formatted(each.getValue(), each.getKey()))
        .collect(Collectors.joining());
  }
}
