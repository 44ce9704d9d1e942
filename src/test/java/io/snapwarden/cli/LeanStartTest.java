package io.snapwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a cold start loads: that is what it costs. Figures: {@code exec:exec@start-up}. */
class LeanStartTest {

  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: (?!shared|jrt)");

  private static List<String> loadedBy(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                "io.snapwarden.cli.Snapwarden"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return LOADED.matcher(log).results().map(MatchResult::group).map(LeanStartTest::name).toList();
  }

  private static String name(String match) {
    return match.substring(2, match.indexOf(' ', 2));
  }

  @Test
  void decide_loads_no_azure_sdk_and_no_other_command() throws IOException, InterruptedException {
    List<String> loaded = loadedBy("decide", "--policy", Terminal.POLICY, Terminal.EVENTS);

    assertThat(loaded)
        .contains(Decide.class.getName())
        .noneMatch(each -> each.startsWith("com.azure.") || each.startsWith("reactor."))
        .noneMatch(each -> each.startsWith("com.microsoft."))
        .noneMatch(each -> each.startsWith("io.snapwarden.backtest."))
        .noneMatch(each -> each.startsWith("io.snapwarden.storage."))
        .doesNotContain(
            Check.class.getName(),
            PlanWrites.class.getName(),
            IncidentCommands.class.getName(),
            "com.google.gson.Gson");
  }
}
