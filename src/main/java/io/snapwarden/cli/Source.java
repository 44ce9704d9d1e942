package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Something to read: a file, or standard input for {@code -}.
 *
 * @param name as given on the command line
 */
record Source(String name) {

  private static final String STANDARD_INPUT = "-";

  /**
   * The sources of those names, all of which can be read.
   *
   * @throws Failure that names every one which cannot
   */
  static List<Source> all(List<String> names) {
    List<Source> sources = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      Source source = new Source(name);
      sources.add(source);
      source.fault().ifPresent(faults::add);
    }
    if (Collections.frequency(names, STANDARD_INPUT) > 1) {
      faults.add("standard input (-) is named more than once, but can be read only once");
    }
    if (!faults.isEmpty()) {
      throw Failure.badInput(String.join("\n", faults));
    }
    return List.copyOf(sources);
  }

  /**
   * Opens it, whether compressed by gzip or not; a byte order mark, as editors on Windows leave it,
   * chooses the encoding.
   */
  Reader open(InputStream standardInput) throws IOException {
    InputStream bytes =
        Unpacked.of(standardInput() ? standardInput : Files.newInputStream(Path.of(name)));
    return new BufferedReader(new InputStreamReader(bytes, encoding(bytes)));
  }

  /** All its text. */
  String text(InputStream standardInput) {
    try (Reader reader = open(standardInput)) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** That reading it failed, for the person who named it. */
  Failure unreadable(IOException e) {
    if (e instanceof ZipException || e instanceof EOFException) {
      return Failure.badInput("%s: its gzip data is damaged or cut off".formatted(this));
    }
    return Failure.broken("%s: cannot be read: %s".formatted(this, e.getMessage()), e);
  }

  @Override
  public String toString() {
    return standardInput() ? "standard input" : SafeText.of(name);
  }

  private boolean standardInput() {
    return name.equals(STANDARD_INPUT);
  }

  private Optional<String> fault() {
    if (standardInput()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        return Optional.of(this + ": is a directory; name the files in it");
      }
      if (!Files.exists(path)) {
        return Optional.of(this + ": there is no such file; - stands for standard input");
      }
      return Files.isReadable(path)
          ? Optional.empty()
          : Optional.of(this + ": may not be read; see its permissions");
    } catch (InvalidPathException e) {
      return Optional.of(this + ": is not the name of a file");
    }
  }

  private static Charset encoding(InputStream bytes) throws IOException {
    bytes.mark(3);
    byte[] start = bytes.readNBytes(3);
    bytes.reset();
    if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
      bytes.skipNBytes(3);
    } else if (startsWith(start, 0xFF, 0xFE) || startsWith(start, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16;
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] start, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= start.length || (start[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
