package io.snapwarden.cli;

import io.snapwarden.backtest.CallerId;
import io.snapwarden.backtest.Decided;
import io.snapwarden.backtest.History;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Where two policies differ, for people to read: how many, from what to what, and the newest.
 *
 * @param caller puts a caller into words
 */
record ChangesText(History.Changes changes, Function<CallerId, String> caller) {

  private static final int MOST = 20;

  /** Not yet safe to print. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    changes.turns().stream()
        .sorted((one, other) -> Long.compare(other.tally().all(), one.tally().all()))
        .forEach(
            each ->
                lines.add(
                    "%8d  %s -> %s"
                        .formatted(each.tally().all(), each.key().before(), each.key().after())));
    if (changes.count() > 0) {
      lines.add("");
    }
    for (Decided.Change change : changes.newest().stream().limit(MOST).toList()) {
      lines.add(
          "%s  %s -> %s"
              .formatted(
                  change.write().at().truncatedTo(ChronoUnit.SECONDS),
                  shortly(change.before()),
                  shortly(change.after())));
      lines.add("    " + change.write().target());
      lines.add("    " + caller.apply(CallerId.of(change.write().caller())));
    }
    if (changes.count() > MOST) {
      lines.add("… and %d earlier; --json prints all".formatted(changes.count() - MOST));
    }
    return lines;
  }

  private static String shortly(Decided decided) {
    return decided.rule() == null ? decided.shortly() : "allowed by " + decided.rule();
  }
}
