package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users feel is the trigger's cold start; what it loads is what it costs. */
class ColdPathTest {

  @TempDir private Path folder;

  /** What a fresh process loads. */
  private record Run(String output, List<String> loaded) {}

  private Run run(String... arguments) throws Exception {
    Path classes = folder.resolve("classes.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + classes,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TriggerRun.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return new Run(output, Files.readAllLines(classes));
  }

  @Test
  void a_usual_event_links_no_equality_of_records_and_asks_for_no_locale() throws Exception {
    Run run = run("usual");

    assertThat(run.output()).contains("\"violation\"");
    assertThat(run.loaded())
        .noneMatch(
            line ->
                line.contains(" java.lang.runtime.ObjectMethods ")
                    || line.contains(" sun.util.cldr."));
  }

  @Test
  void whatever_the_verdict_the_trigger_loads_no_class_of_the_azure_sdk_and_no_socket()
      throws Exception {
    Run run = run();
    String output = run.output();
    List<String> loaded = run.loaded();

    assertThat(output)
        .contains(
            "\"allowed\"", "\"violation\"", "\"unrelated\"", "\"unreadable\"", "\"undecided\"");
    assertThat(loaded)
        .as("the log of loaded classes works")
        .anyMatch(line -> line.contains("io.snapwarden.incident.Intake "));
    // Net serves every channel and every connection. SocketChannelImpl would say nothing: newer
    // JDKs
    // load it when any file is read, to ask whether the file is one.
    assertThat(loaded)
        .noneMatch(
            line ->
                line.contains(" com.azure.")
                    || line.contains(" reactor.")
                    || line.contains(" com.fasterxml.")
                    || line.contains(" java.net.http.")
                    || line.contains(" java.net.Socket ")
                    || line.contains(" sun.nio.ch.Net ")
                    || line.contains(" sun.nio.ch.NioSocketImpl ")
                    || line.contains(" io.snapwarden.azure.") && !checksSettings(line)
                    || line.contains(" io.snapwarden.storage.") && !checksSettings(line));
  }

  /** What only looks at the form of a setting; it must keep to that. */
  private static boolean checksSettings(String line) {
    return line.contains(".azure.ArmEndpoint ")
        || line.contains(".storage.StorageSettings ")
        || line.contains(".storage.PolicyPath ");
  }
}
