package io.snapwarden.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * The commands below {@code snapwarden}. Loading one and describing it to the parser takes longer
 * than deciding about an event, and {@code decide} is run often: only the one that is wanted is.
 */
final class Commands {

  private static final List<String> NAMES =
      List.of(
          "check",
          "decide",
          "explain",
          "backtest",
          "plan",
          "role",
          "deny-policy",
          "policy",
          "ticket",
          "incidents",
          "completion");

  static {
    // Spans of time have a converter of ours, and no option is of the other types; picocli's own
    // for all of them cost a twentieth of a start.
    System.setProperty("picocli.converters.excludes", "java.sql.*,java.time.*");
  }

  private Commands() {}

  /** The command line with the command that the words name, or with all if they name none. */
  static CommandLine named(Surroundings surroundings, String... words) {
    return words.length > 0 && NAMES.contains(words[0])
        ? describe(surroundings, List.of(words[0]))
        : all(surroundings);
  }

  /** The command line with all there is. */
  static CommandLine all(Surroundings surroundings) {
    return describe(surroundings, NAMES);
  }

  private static CommandLine describe(Surroundings surroundings, List<String> names) {
    CommandLine root = new CommandLine(new Snapwarden());
    for (String name : names) {
      add(root, name, surroundings);
    }
    return Converters.register(root);
  }

  /** A switch, for a list of constructors would load each command's class. */
  private static void add(CommandLine root, String name, Surroundings surroundings) {
    switch (name) {
      case "check" -> added(root, new Check(surroundings));
      case "decide" -> added(root, new Decide(surroundings));
      case "explain" -> added(root, new Explain(surroundings));
      case "backtest" -> added(root, new BacktestHistory(surroundings));
      case "plan" -> added(root, new PlanWrites(surroundings));
      case "role" -> added(root, new ShowRole(surroundings));
      case "deny-policy" -> added(root, new ShowDenyPolicy(surroundings));
      case "policy" -> PolicyCommands.addTo(added(root, new PolicyCommands()), surroundings);
      case "ticket" -> TicketCommands.addTo(added(root, new TicketCommands()), surroundings);
      case "incidents" -> IncidentCommands.addTo(added(root, new IncidentCommands()), surroundings);
      case "completion" -> added(root, new Completion(surroundings));
      default -> throw new IllegalArgumentException("no command " + name);
    }
  }

  /** At once, so that what is added below it inherits how commands print their help. */
  private static CommandLine added(CommandLine root, Object command) {
    CommandLine line = new CommandLine(command);
    root.addSubcommand(line);
    return line;
  }
}
