package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.EVENTS;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.cli.Terminal.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapwardenTest {

  @Test
  void help_says_what_there_is() {
    Ran ran = terminal().run("--help");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                Guards AKS snapshots: who may write which, and what happens otherwise.

                Usage: snapwarden [-hV] COMMAND

                Tries out a policy before and beside the function app, and decides about what
                the app found.

                Options:
                  -h, --help      Show this help message and exit.
                  -V, --version   Print version information and exit.

                Commands:
                  check        Validate a policy.
                  decide       Say what a policy makes of events.
                  explain      Say why a policy makes of an event what it does.
                  backtest     Show what a policy would have made of the past.
                  plan         Show what a policy's remediations would change right now.
                  role         Print the least custom role that a policy needs.
                  deny-policy  Print the allowlist's targets as an Azure Policy that prevents
                                 other writes.
                  policy       Put a policy in force, and look at those that were.
                  ticket       Try the desks at which tickets are opened.
                  incidents    Look at incidents and decide about them.
                  completion   Print a script that lets a shell complete commands.

                Exit status:
                  0   fine
                  1   the tool failed
                  2   bad usage or bad input
                  3   findings, with --fail-on-violation or verify

                Examples:
                  snapwarden check policy.json
                  snapwarden decide --policy policy.json events.json
                  snapwarden explain --policy policy.json event.json
                  snapwarden backtest --policy policy.json --html report.html log.jsonl
                  snapwarden plan --policy policy.json event.json
                  snapwarden incidents list
                  snapwarden incidents --help
                """,
                ""));
  }

  @Test
  void the_version_is_that_of_the_jar() {
    Ran ran = terminal().run("--version");

    assertThat(ran).isEqualTo(new Ran(0, "snapwarden (not packaged)\n", ""));
  }

  /** CLICOLOR_FORCE says that the output is a terminal's, which a test has not. */
  @ParameterizedTest
  @CsvSource({"NOTHING, no, false", "CLICOLOR_FORCE, no, true", "CLICOLOR_FORCE, NO_COLOR, false"})
  void colours_are_for_terminals_and_for_those_who_want_them(
      String terminal, String wish, boolean coloured) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.snapwarden.cli.Snapwarden",
            "check",
            "nowhere.json");
    builder.environment().keySet().removeAll(Set.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"));
    builder.environment().putAll(Map.of(terminal, "1", wish, "1"));
    Process process = builder.start();
    String complaint = new String(process.getErrorStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(complaint).contains("snapwarden:", "nowhere.json: there is no such file");
    assertThat(complaint.contains("\u001b[")).isEqualTo(coloured);
  }

  @Test
  void no_command_is_bad_usage() {
    Ran ran = terminal().run();

    assertThat(ran)
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                snapwarden: Missing required subcommand
                Try 'snapwarden --help' for how to use it.
                """));
  }

  @Test
  void a_slip_of_the_finger_gets_a_suggestion() {
    Ran command = terminal().run("decid");
    Ran option = terminal().run("check", "--schem");

    assertThat(command.err())
        .contains("'decid'", "Did you mean: snapwarden decide", "Try 'snapwarden --help'");
    assertThat(option.err()).contains("'--schem'", "--schema", "Try 'snapwarden check --help'");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(option.exitCode()).isEqualTo(2);
  }

  @Test
  void a_fault_of_the_tool_itself_keeps_its_trace_for_whoever_mends_it() {
    InputStream faulty =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("a bug");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };

    Ran ran = terminal().reading(faulty).run("decide", "--policy", POLICY, EVENTS, "-");

    assertThat(ran.err())
        .contains("snapwarden: internal error in decide\n", "IllegalStateException: a bug\n\tat ");
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  @Test
  void a_broken_line_is_the_storages_only_where_there_is_a_storage() {
    InputStream faulty =
        new InputStream() {
          @Override
          public int read() {
            throw new java.io.UncheckedIOException(new java.io.IOException("a broken line"));
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };

    Ran ran = terminal().reading(faulty).run("decide", "--policy", POLICY, "-");

    assertThat(ran.err())
        .startsWith("snapwarden: internal error in decide\n")
        .contains("a broken line");
  }
}
