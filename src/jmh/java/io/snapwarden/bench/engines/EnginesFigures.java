package io.snapwarden.bench.engines;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Runs the engines and prints how long each takes for a decision, a table per number of rules. */
public final class EnginesFigures {

  private static final int TARGET = 10;

  private EnginesFigures() {}

  /** Takes JMH's own options. */
  public static void main(String[] arguments) throws Exception {
    CommandLineOptions given = new CommandLineOptions(arguments);
    Map<Integer, Map<Configuration, Statistics>> tables = new TreeMap<>();
    for (String rules : given.getParameter("rules").orElse(List.of("10", "1000", "100000"))) {
      tables.put(Integer.valueOf(rules), run(given, Integer.parseInt(rules)));
    }
    tables.forEach(EnginesFigures::print);
  }

  private static Map<Configuration, Statistics> run(CommandLineOptions given, int rules)
      throws RunnerException, CommandLineOptionException {
    Collection<String> asked =
        given
            .getParameter("engine")
            .orElse(Arrays.stream(Configuration.values()).map(Configuration::name).toList());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(given)
                    .include(EnginesDecide.class.getName())
                    .param("rules", Integer.toString(rules))
                    .param("engine", asked.toArray(String[]::new))
                    .shouldFailOnError(true)
                    .build())
            .run();
    Map<Configuration, Statistics> figures = new EnumMap<>(Configuration.class);
    for (RunResult result : results) {
      figures.put(
          Configuration.valueOf(result.getParams().getParam("engine")),
          result.getPrimaryResult().getStatistics());
    }
    return figures;
  }

  private static void print(int rules, Map<Configuration, Statistics> figures) {
    System.out.printf("%n%,d rules, us for a decision: median (min .. max)%n", rules);
    Statistics own = figures.get(Configuration.SNAPWARDEN);
    for (Configuration engine : Configuration.values()) {
      Statistics figure = figures.get(engine);
      if (figure == null) {
        System.out.printf("%-30s %12s%n", engine.label(), "-");
        continue;
      }
      System.out.printf(
          "%-30s %,12.2f (%,.2f .. %,.2f)%s%n",
          engine.label(),
          median(figure),
          figure.getMin(),
          figure.getMax(),
          own == null ? "" : "   %,.1f times".formatted(median(figure) / median(own)));
    }
    if (own != null) {
      ratio("the fastest by itself", figures, Configuration::scans);
      ratio("the fastest, by caller or not", figures, engine -> true);
    }
  }

  private static void ratio(
      String name, Map<Configuration, Statistics> figures, Predicate<Configuration> of) {
    figures.entrySet().stream()
        .filter(entry -> entry.getKey() != Configuration.SNAPWARDEN && of.test(entry.getKey()))
        .min(Comparator.comparingDouble(entry -> median(entry.getValue())))
        .ifPresent(
            fastest -> {
              double times =
                  median(fastest.getValue()) / median(figures.get(Configuration.SNAPWARDEN));
              System.out.printf(
                  "%s: %s, %,.1f times Snapwarden (target: at least %d, %s)%n",
                  name,
                  fastest.getKey().label(),
                  times,
                  TARGET,
                  times >= TARGET ? "met" : "missed");
            });
  }

  /** Of the iterations: whatever else the machine does spoils a few of them. */
  private static double median(Statistics figure) {
    return figure.getPercentile(50);
  }
}
