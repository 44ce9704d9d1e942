package io.snapwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Runs the command line as a person does, on a fixed day. */
record Terminal(
    InputStream in,
    OutputStream out,
    ByteArrayOutputStream err,
    Ansi ansi,
    Map<String, String> environment) {

  static final String FIXTURES = "src/test/resources/cli/";
  static final String POLICY = FIXTURES + "policy.json";
  static final String EVENTS = FIXTURES + "events.json";

  static final Instant TODAY = Instant.parse("2026-12-01T12:00:00Z");

  static Terminal terminal() {
    return new Terminal(
        InputStream.nullInputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        Ansi.OFF,
        Map.of());
  }

  Terminal typing(String text) {
    return typing(text.getBytes(UTF_8));
  }

  Terminal typing(byte[] bytes) {
    return reading(new ByteArrayInputStream(bytes));
  }

  Terminal reading(InputStream standardInput) {
    return new Terminal(standardInput, out, err, ansi, environment);
  }

  Terminal writing(OutputStream standardOutput) {
    return new Terminal(in, standardOutput, err, ansi, environment);
  }

  Terminal in(Map<String, String> variables) {
    return new Terminal(in, out, err, ansi, variables);
  }

  Terminal inColour() {
    return new Terminal(in, out, err, Ansi.ON, environment);
  }

  Ran run(String... args) {
    int exitCode =
        Snapwarden.run(
            Surroundings.of(in, out, err, ansi, Clock.fixed(TODAY, ZoneOffset.UTC), environment),
            args);
    String printed = out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
    return new Ran(exitCode, printed, err.toString(UTF_8));
  }

  /** Decides with the usual policy. */
  Ran decide(String... more) {
    List<String> args = new ArrayList<>(List.of("decide", "--policy", POLICY));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  /** What it did, as a person sees it. */
  record Ran(int exitCode, String out, String err) {

    List<String> lines() {
      return out.lines().toList();
    }
  }
}
