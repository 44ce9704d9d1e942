package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes evidence into files of a folder, and overwrites none. */
record EvidenceFiles(Evidence evidence, Path folder) {

  /**
   * As {@link Evidence#reference} makes them; whoever wrote the storage may have written others.
   */
  private static final Pattern REFERENCE =
      Pattern.compile("[0-9a-f][0-9a-f-]{3,80}/[a-z0-9-][a-z0-9.-]{0,199}");

  /**
   * Writes one piece.
   *
   * @return its reference, file and SHA-256, or its problem
   * @throws Failure if a file cannot be written
   */
  JsonObject write(String reference) {
    if (!REFERENCE.matcher(reference).matches()) {
      return json(reference, null, "its name is none that Snapwarden gives");
    }
    Optional<String> text = evidence.read(reference);
    if (text.isEmpty()) {
      return json(reference, null, "it is missing from the storage");
    }
    Path file = folder.resolve(reference);
    try {
      write(file, text.get().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.badInput("%s: cannot be written: %s".formatted(file, e.getMessage()));
    }
    return json(reference, Hash.hex(text.get()), null);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      if (!Arrays.equals(Files.readAllBytes(file), bytes)) {
        throw new IOException("there is another one of that name", e);
      }
    }
  }

  private static JsonObject json(
      String reference, @Nullable String sha256, @Nullable String problem) {
    JsonObject json = new JsonObject();
    json.addProperty("evidence", reference);
    json.addProperty("sha256", sha256);
    json.addProperty("problem", problem);
    return json;
  }
}
