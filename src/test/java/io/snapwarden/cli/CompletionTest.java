package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by a real shell. */
class CompletionTest {

  @TempDir private Path folder;

  private static String script(String shell) {
    return terminal().run("completion", shell).out();
  }

  /** What a bash that knows the script offers for a line whose last word is being written. */
  private List<String> offered(String... words) throws IOException {
    Path file = Files.writeString(folder.resolve("completion.sh"), script("bash"));
    String line =
        """
        source %s
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        COMP_LINE="${COMP_WORDS[*]}"
        COMP_POINT=${#COMP_LINE}
        function=$(complete -p snapwarden | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        "$function" 2>/dev/null # it may speak of being called by hand
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(file, quoted(words), words.length - 1);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", line).redirectErrorStream(true).start();
    bash.getOutputStream().close();
    String output = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.onExit().join().exitValue()).as(output).isZero();
    return output.lines().map(String::strip).toList();
  }

  private static String quoted(String... words) {
    StringBuilder quoted = new StringBuilder();
    for (String word : words) {
      quoted.append('\'').append(word).append("' ");
    }
    return quoted.toString();
  }

  @Test
  void bash_completes_commands_subcommands_and_options() throws IOException {
    assertThat(offered("snapwarden", "ex")).containsExactly("explain");
    assertThat(offered("snapwarden", "incidents", "")).contains("list", "approve", "export");
    assertThat(offered("snapwarden", "incidents", "export", "--w"))
        .containsExactly("--with-evidence");
    assertThat(offered("snapwarden", "decide", "--fail")).containsExactly("--fail-on-violation");
  }

  @Test
  void zsh_gets_its_mode_for_the_same_script() {
    assertThat(script("zsh"))
        .startsWith("autoload -U +X compinit && compinit\n")
        .contains(script("bash").strip());
  }

  @Test
  void another_shell_is_bad_usage() {
    assertThat(terminal().run("completion", "fish").exitCode()).isEqualTo(2);
    assertThat(terminal().run("completion").exitCode()).isEqualTo(2);
  }
}
