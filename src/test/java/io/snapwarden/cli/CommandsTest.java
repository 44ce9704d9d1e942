package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.cli.Terminal.Ran;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Every command that there is, also those that are added some day. */
class CommandsTest {

  private static CommandLine all() {
    return Commands.all(Surroundings.ofProcess());
  }

  static Stream<String> every_command() {
    return walk(all()).map(each -> each.getCommandSpec().qualifiedName());
  }

  private static Stream<CommandLine> walk(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandsTest::walk));
  }

  private static CommandLine named(String name) {
    return walk(all())
        .filter(each -> each.getCommandSpec().qualifiedName().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static Ran help(String name) {
    return terminal().run((name + " --help").replaceFirst("^snapwarden ", "").split(" "));
  }

  @ParameterizedTest
  @MethodSource("every_command")
  void each_has_a_page_of_help(String name) {
    UsageMessageSpec page = named(name).getCommandSpec().usageMessage();

    assertThat(page.header()).singleElement().asString().endsWith(".");
    assertThat(String.join("", page.description())).endsWith(".");
    assertThat(page.exitCodeList()).containsKeys("0", "1", "2");
    assertThat(page.footer())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("  "))
        .anySatisfy(line -> assertThat(line).contains(name.equals("snapwarden") ? "" : name));
  }

  @ParameterizedTest
  @MethodSource("every_command")
  void each_prints_its_page_in_80_columns(String name) {
    Ran ran = help(name);

    assertThat(ran.out())
        .contains("Usage: " + name)
        .containsSubsequence("Options:", "Exit status:", "  2 ", "Examples:\n  ");
    assertThat(ran.lines())
        // An address cannot be broken.
        .filteredOn(line -> !line.contains("/providers/") && !line.contains("https://"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("every_command")
  void each_says_of_every_option_and_parameter_what_it_is(String name) {
    CommandSpec spec = named(name).getCommandSpec();

    assertThat(spec.args())
        .allSatisfy(
            arg -> assertThat(String.join("", arg.description())).as(arg.toString()).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("every_command")
  void each_takes_an_unknown_option_for_bad_usage(String name) {
    Ran ran =
        terminal().run((name + " --no-such-option").replaceFirst("^snapwarden ", "").split(" "));

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("snapwarden: ")
        .contains("Try '" + name)
        .doesNotContain("\tat ");
    assertThat(ran.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("every_command")
  void each_uses_colours_only_where_they_are_wanted(String name) {
    String[] words = (name + " --help").replaceFirst("^snapwarden ", "").split(" ");

    assertThat(terminal().run(words).out()).doesNotContain("\u001b");
    assertThat(terminal().inColour().run(words).out()).contains("\u001b[");
  }

  @Test
  void one_that_is_named_is_described_alone() {
    assertThat(Commands.named(Surroundings.ofProcess(), "decide", "check").getSubcommands())
        .containsOnlyKeys("decide");
    assertThat(Commands.named(Surroundings.ofProcess(), "decid").getSubcommands())
        .hasSizeGreaterThan(5);
  }
}
