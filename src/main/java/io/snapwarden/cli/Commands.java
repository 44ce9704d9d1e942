package io.snapwarden.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The commands below {@code snapwarden}. Describing one to the parser takes longer than deciding
 * about an event, and {@code decide} is run often: only those are described that are wanted.
 */
final class Commands {

  private static final List<Entry> ALL =
      List.of(
          new Entry("check", Check::new),
          new Entry("decide", Decide::new),
          new Entry("explain", Explain::new),
          new Entry("backtest", BacktestHistory::new),
          new Entry("plan", PlanWrites::new),
          new Entry("role", ShowRole::new),
          new Entry("deny-policy", ShowDenyPolicy::new),
          new Entry("policy", any -> new PolicyCommands(), PolicyCommands::addTo),
          new Entry("ticket", any -> new TicketCommands(), TicketCommands::addTo),
          new Entry("incidents", any -> new IncidentCommands(), IncidentCommands::addTo),
          new Entry("completion", Completion::new));

  private Commands() {}

  /** The command line with the command that the words name, or with all if they name none. */
  static CommandLine named(Surroundings surroundings, String... words) {
    return describe(
        surroundings,
        ALL.stream().filter(each -> words.length > 0 && each.name().equals(words[0])).toList());
  }

  /** The command line with all there is. */
  static CommandLine all(Surroundings surroundings) {
    return describe(surroundings, ALL);
  }

  private static CommandLine describe(Surroundings surroundings, List<Entry> wanted) {
    CommandLine root = new CommandLine(new Snapwarden());
    (wanted.isEmpty() ? ALL : wanted).forEach(each -> each.addTo(root, surroundings));
    return Converters.register(root);
  }

  /** What adds the commands below one. */
  @FunctionalInterface
  private interface Below {
    void addTo(CommandLine command, Surroundings surroundings);
  }

  private record Entry(String name, Function<Surroundings, Object> command, Below below) {

    Entry(String name, Function<Surroundings, Object> command) {
      this(name, command, (none, surroundings) -> {});
    }

    void addTo(CommandLine root, Surroundings surroundings) {
      CommandLine line = new CommandLine(command.apply(surroundings));
      // First, so that what is below it inherits how commands print their help.
      root.addSubcommand(line);
      below.addTo(line, surroundings);
    }
  }
}
