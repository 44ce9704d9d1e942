package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command runs in.
 *
 * @param ansi whether to use colours
 * @param environment its variables
 * @param watched whether standard error is a terminal, where something may move
 */
record Surroundings(
    InputStream in,
    Output out,
    PrintWriter err,
    Ansi ansi,
    Clock clock,
    Map<String, String> environment,
    boolean watched) {

  static Surroundings of(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Ansi ansi,
      Clock clock,
      Map<String, String> environment) {
    return new Surroundings(
        in,
        new Output(out),
        new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true),
        ansi,
        clock,
        environment,
        false);
  }

  /** The same where somebody looks at standard error. */
  Surroundings onTerminal() {
    return new Surroundings(in, out, err, ansi, clock, environment, true);
  }

  /** This process. Not {@code System.out}: that would hide that nobody reads any more. */
  static Surroundings ofProcess() {
    Surroundings process =
        of(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Ansi.AUTO,
            Clock.systemUTC(),
            System.getenv());
    return errorsOnTerminal() ? process.onTerminal() : process;
  }

  /**
   * Java knows of input and output together at best; Linux also tells of standard error alone,
   * which is what matters where the output is piped elsewhere.
   */
  private static boolean errorsOnTerminal() {
    Path descriptor = Path.of("/proc/self/fd/2");
    try {
      return Files.isSymbolicLink(descriptor)
          ? Files.readSymbolicLink(descriptor).toString().matches("/dev/(pts/\\d+|tty.*|console)")
          : Ansi.AUTO.enabled();
    } catch (IOException e) {
      return false;
    }
  }

  /** A message for people, beside the output. */
  void say(String message) {
    out.flush();
    message.lines().forEach(line -> err.print(SafeText.of(line) + "\n"));
    err.flush();
  }

  /** A message that something is wrong, in as many lines as there are faults. */
  void complain(String message) {
    out.flush();
    String name = ansi.string("@|bold,red snapwarden:|@ ");
    message.lines().forEach(line -> err.print(name + SafeText.of(line) + "\n"));
    err.flush();
  }
}
