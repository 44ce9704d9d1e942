package io.snapwarden.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scripts by Node, which the storage emulator needs anyway, with packages of their own.
 *
 * @param directory where the packages are installed, unless they are there
 * @param packages with their versions, as in {@code playwright-core@1.57.0}
 */
public record Node(Path directory, List<String> packages) {

  /**
   * What the script prints; its first argument is the directory of the packages.
   *
   * @throws AssertionError with its errors, if it fails
   */
  public String run(String script, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", script, installed().toString()));
    command.addAll(arguments);
    return run(command);
  }

  /** The directory, with the packages in it. */
  public Path installed() throws IOException {
    String first = packages.get(0);
    String name = first.substring(0, first.lastIndexOf('@'));
    if (Files.exists(directory.resolve("node_modules").resolve(name))) {
      return directory;
    }
    Files.createDirectories(directory);
    List<String> command =
        new ArrayList<>(
            List.of(
                "npm",
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                directory.toString()));
    command.addAll(packages);
    run(command);
    return directory;
  }

  private static String run(List<String> command) throws IOException {
    Path errors = Files.createTempFile("node", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(command.get(0) + ": " + Files.readString(errors));
    }
    return output;
  }
}
