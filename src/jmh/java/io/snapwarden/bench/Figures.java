package io.snapwarden.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks and prints the ratios that matter. */
public final class Figures {

  private static final String FEW = "10";
  private static final String MANY = "100000";

  private Figures() {}

  /** Takes JMH's own options. */
  public static void main(String[] arguments) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .include(ReadAndDecide.class.getName())
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    System.out.println();
    for (String rules : new String[] {FEW, MANY}) {
      RunResult both = find(results, "readAndDecide", rules);
      RunResult parse = find(results, "parseOnly", rules);
      System.out.printf(
          "read and decide with %,7d rules: %7.2f us, %.2f times parsing alone (target 1.2);"
              + " %,6.0f bytes, %.2f times (target 1.0)%n",
          Integer.valueOf(rules),
          time(both),
          time(both) / time(parse),
          bytes(both),
          bytes(both) / bytes(parse));
    }
    growth(results, "readAndDecide", "read and decide", "");
    growth(results, "decideOnly", "decide alone", " (target 1.3)");
  }

  private static void growth(
      Collection<RunResult> results, String benchmark, String name, String target) {
    double few = time(find(results, benchmark, FEW));
    double many = time(find(results, benchmark, MANY));
    System.out.printf(
        "%s, 100,000 rules against 10: %.2f us against %.2f, %.2f times%s%n",
        name, many, few, many / few, target);
  }

  /** The median of the iterations: whatever else the machine does spoils a few of them. */
  private static double time(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static double bytes(RunResult result) {
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return allocated.getScore();
  }

  private static RunResult find(Collection<RunResult> results, String benchmark, String rules) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
        .filter(result -> result.getParams().getParam("rules").equals(rules))
        .findFirst()
        .orElseThrow();
  }
}
