package io.snapwarden.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line, {@code snapwarden}. */
@Command(
    name = "snapwarden",
    header = "Guards AKS snapshots: who may write which, and what happens otherwise.",
    description = {
      "Tries out a policy before and beside the function app, and decides about what the app found."
    },
    footer = {
      "  snapwarden check policy.json",
      "  snapwarden decide --policy policy.json events.json",
      "  snapwarden explain --policy policy.json event.json",
      "  snapwarden backtest --policy policy.json --html report.html log.jsonl",
      "  snapwarden plan --policy policy.json event.json",
      "  snapwarden incidents list",
      "  snapwarden incidents --help"
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Snapwarden.Version.class,
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:the tool failed",
      "2:bad usage or bad input",
      "3:findings, with --fail-on-violation or verify"
    },
    footerHeading = "%nExamples:%n")
public final class Snapwarden {

  /** The exit code of a command that found what it was told to look for. */
  static final int FINDINGS = 3;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String... args) {
    System.exit(run(Surroundings.ofProcess(), args));
  }

  /** Runs one command and returns its exit code. */
  static int run(Surroundings surroundings, String... args) {
    int exitCode =
        Commands.named(surroundings, args)
            .setOut(surroundings.out().printer())
            .setErr(surroundings.err())
            .setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.ansi()))
            .setParameterExceptionHandler((e, given) -> misused(e, surroundings))
            .setExecutionExceptionHandler((e, ran, parsed) -> failed(e, ran, surroundings))
            .execute(args);
    try {
      surroundings.out().flush();
    } catch (Failure e) {
      surroundings.complain(e.explanation());
      return e.exitCode();
    }
    return exitCode;
  }

  private static int misused(ParameterException e, Surroundings surroundings) {
    CommandLine command = e.getCommandLine();
    surroundings.complain(String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    surroundings.say(
        "Try '" + command.getCommandSpec().qualifiedName() + " --help' for how to use it.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, Surroundings surroundings) {
    Failure failure = Failure.of(e);
    if (failure == null && worksOnStorage(command)) {
      failure = Failure.onStorage(e);
    }
    if (failure != null) {
      surroundings.complain(failure.explanation());
      return failure.exitCode();
    }
    // Nothing that a person did: whoever mends it needs the trace.
    surroundings.complain("internal error in %s".formatted(command.getCommandName()));
    e.printStackTrace(surroundings.err());
    return ExitCode.SOFTWARE;
  }

  /** The others read nothing but files, Resource Manager and desks. */
  private static boolean worksOnStorage(CommandLine command) {
    for (CommandLine each = command; each != null; each = each.getParent()) {
      Object group = each.getCommand();
      if (group instanceof IncidentCommands || group instanceof PolicyCommands) {
        return true;
      }
    }
    return false;
  }

  /** What the jar's manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Snapwarden.class.getPackage().getImplementationVersion();
      return new String[] {"snapwarden " + (version == null ? "(not packaged)" : version)};
    }
  }
}
