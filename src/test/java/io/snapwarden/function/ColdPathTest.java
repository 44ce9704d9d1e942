package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users feel is the trigger's cold start; what it loads is what it costs. */
class ColdPathTest {

  @Test
  void whatever_the_verdict_the_trigger_loads_no_class_of_the_azure_sdk_and_no_socket(
      @TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + classes,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TriggerRun.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();

    List<String> loaded = Files.readAllLines(classes);

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
