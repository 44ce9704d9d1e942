package io.snapwarden.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Standard output, in UTF-8 and buffered. A reader that has seen enough, as {@code head} has, is no
 * error; a full disk is.
 */
final class Output {

  private final BufferedWriter writer;
  private boolean closed;

  Output(OutputStream out) {
    writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Writes one line, or nothing once writing has failed. */
  void line(String text) {
    attempt(
        () -> {
          writer.write(text);
          writer.write('\n');
        });
  }

  /** Writes a text as it is, or nothing once writing has failed. */
  void text(String text) {
    attempt(() -> writer.write(text));
  }

  void flush() {
    attempt(writer::flush);
  }

  /** Whether what is written goes nowhere any more: the reader has gone. */
  boolean closed() {
    return closed;
  }

  /** The same output for what prints by itself. */
  PrintWriter printer() {
    return new PrintWriter(writer);
  }

  private void attempt(Writing writing) {
    if (closed) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      closed = true;
      if (!closedPipe(e)) {
        throw Failure.broken("cannot write to standard output: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Java has no other sign of it than the system's message, here as Linux, macOS and Windows put
   * it.
   */
  private static boolean closedPipe(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("the pipe ");
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }
}
