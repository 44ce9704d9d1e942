package io.snapwarden.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks and prints the ratios that matter. */
public final class Figures {

  private Figures() {}

  /** Takes JMH's own options. */
  public static void main(String[] arguments) throws Exception {
    Collection<RunResult> results = new Runner(new CommandLineOptions(arguments)).run();
    double parseFew = score(results, "parseOnly", "10");
    double parseMany = score(results, "parseOnly", "100000");
    double few = score(results, "readAndDecide", "10");
    double many = score(results, "readAndDecide", "100000");
    System.out.printf(
        "%nread and decide with 10 rules:      %6.2f us, %.2f times parsing alone%n"
            + "read and decide with 100,000 rules: %6.2f us, %.2f times parsing alone%n"
            + "100,000 rules against 10:           %.2f times%n",
        few, few / parseFew, many, many / parseMany, many / few);
  }

  private static double score(Collection<RunResult> results, String benchmark, String rules) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
        .filter(result -> result.getParams().getParam("rules").equals(rules))
        .findFirst()
        .orElseThrow()
        .getPrimaryResult()
        .getScore();
  }
}
