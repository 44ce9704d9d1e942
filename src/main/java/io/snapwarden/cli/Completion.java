package io.snapwarden.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code snapwarden completion}: lets a shell complete commands and options. */
@Command(
    name = "completion",
    header = "Print a script that lets a shell complete commands.",
    description = "For the word snapwarden, which you make an alias or a function of your shell.",
    exitCodeList = {"0:fine", "1:the tool failed", "2:bad usage"},
    footer = {
      "  snapwarden() { java -jar /path/to/snapwarden.jar \"$@\"; }",
      "  snapwarden completion bash > ~/.snapwarden-completion",
      "  source <(snapwarden completion bash)",
      "  source <(snapwarden completion zsh)"
    })
final class Completion implements Callable<Integer> {

  /** Which shell reads it; both read the same, for zsh has a mode for bash's. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Surroundings surroundings;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  Completion(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("snapwarden", Commands.all(surroundings));
    if (shell == Shell.ZSH) {
      surroundings.out().line("autoload -U +X compinit && compinit");
      surroundings.out().line("autoload -U +X bashcompinit && bashcompinit");
    }
    surroundings.out().line(script.strip());
    return ExitCode.OK;
  }
}
