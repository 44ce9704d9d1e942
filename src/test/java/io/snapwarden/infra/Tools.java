package io.snapwarden.infra;

import io.snapwarden.sandbox.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The Azure CLI, Maven and Java as the scripts find them on their path: small clients of one
 * process that plays all of them ({@code src/test/node/tools.mjs}), for the scripts start them a
 * thousand times. That process ends with this one, as its standard input does.
 */
final class Tools implements AutoCloseable {

  private static final Node NODE =
      new Node(Path.of("target", "az").toAbsolutePath(), List.of("jmespath@0.16.0"));

  /** Bash speaks to a port by itself: another process would take longer than all the rest. */
  private static final String CLIENT =
      """
      #!/bin/bash
      exec 3<>"/dev/tcp/127.0.0.1/$TOOLS_PORT" || exit 97
      set -- "$TOOLS_KEY" "$AZ_WORLD" "$AZ_REFUSE" "$AzureWebJobsStorage__accountName" "$PWD" "${0##*/}" "$@"
      printf '%s\\0' $# "$@" >&3
      while IFS= read -r line <&3; do
        case $line in
          o*) printf '%s\\n' "${line#o}" ;;
          e*) printf '%s\\n' "${line#e}" >&2 ;;
          x*) exit "${line#x}" ;;
        esac
      done
      echo "the tools' process gave no answer" >&2
      exit 97
      """;

  private final String key = UUID.randomUUID().toString();
  private final Process process;
  private final String port;

  Tools() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("node", "src/test/node/tools.mjs", NODE.installed().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("TOOLS_KEY", key);
    environment.put("REAL_JAVA", System.getProperty("java.home") + "/bin/java");
    environment.put(
        "REAL_CLASSES",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    process = builder.start();
    port =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    if (port == null) {
      throw new IOException("the process that plays the tools did not start");
    }
  }

  /** Makes the tools in a directory that is to be on the path. */
  void putInto(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String each : List.of("az", "mvn", "java")) {
      Path tool = Files.writeString(directory.resolve(each), CLIENT);
      Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** What the tools need in their environment, beside the world that they are to act in. */
  Map<String, String> environment() {
    return Map.of("TOOLS_PORT", port, "TOOLS_KEY", key);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
