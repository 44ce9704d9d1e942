package io.snapwarden.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the scripts in {@code src/test/node} need, installed below {@code target}. */
final class NodeModules {

  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
  private static final List<String> PACKAGES =
      List.of("tree-sitter-bicep@1.1.0", "web-tree-sitter@0.27.1", "jmespath@0.16.0");

  private NodeModules() {}

  /** The folder that holds {@code node_modules}. */
  static synchronized Path folder() throws IOException {
    Path done = FOLDER.resolve("installed.txt");
    String wanted = String.join("\n", PACKAGES);
    if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
      Files.createDirectories(FOLDER);
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
                  FOLDER.toString()));
      command.addAll(PACKAGES);
      run(command);
      Files.writeString(done, wanted);
    }
    return FOLDER;
  }

  /** What a command prints; it must succeed. */
  static String run(List<String> command) throws IOException {
    Path errors = Files.createTempFile("node", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(command.get(0) + ": " + Files.readString(errors));
    }
    return output;
  }
}
