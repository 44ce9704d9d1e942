package io.snapwarden.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.json.JsonReader;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of staging that takes signatures off, with a jar that Microsoft signed. */
class StripSignaturesTest {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String A_CLASS = "com/azure/json/JsonReader.class";

  @TempDir Path folder;

  private record Run(int exit, String said) {}

  @Test
  void signatures_go_and_all_else_stays() throws Exception {
    Path jar = Files.copy(jarOf(JsonReader.class), folder.resolve("azure-json.jar"));
    Map<String, byte[]> before = content(jar);
    assertThat(before.keySet()).anyMatch(name -> name.endsWith(".SF"));

    assertThat(strip().exit()).isZero();

    Map<String, byte[]> after = content(jar);
    before.keySet().removeIf(name -> name.matches("META-INF/[^/]*\\.(SF|RSA)"));
    byte[] manifest = before.remove(MANIFEST);
    assertThat(new String(manifest)).contains("-Digest");
    assertThat(new String(after.remove(MANIFEST)))
        .contains("Implementation-Version")
        .doesNotContain("Digest")
        .doesNotContain("Name:");
    assertThat(after).containsExactlyEntriesOf(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.stripped");
    try (JarFile read = new JarFile(jar.toFile(), true)) {
      assertThat(read.getInputStream(read.getJarEntry(A_CLASS)).readAllBytes())
          .isEqualTo(before.get(A_CLASS));
    }
  }

  @Test
  void the_same_jar_gives_the_same_bytes_in_every_time_zone() throws Exception {
    Path jar = folder.resolve("azure-json.jar");
    Files.copy(jarOf(JsonReader.class), jar);
    strip("UTC");
    byte[] here = Files.readAllBytes(jar);

    Files.copy(jarOf(JsonReader.class), jar, StandardCopyOption.REPLACE_EXISTING);
    strip("Asia/Tokyo");

    assertThat(jar).hasBinaryContent(here);
  }

  @Test
  void a_class_that_is_not_as_it_was_signed_ends_the_build() throws Exception {
    Map<String, byte[]> content = content(jarOf(JsonReader.class));
    content.get(A_CLASS)[100] ^= 1;

    assertThatItIsRefused(write(content), A_CLASS);
  }

  @Test
  void a_class_that_nobody_signed_ends_the_build() throws Exception {
    Map<String, byte[]> content = content(jarOf(JsonReader.class));
    content.put("com/azure/json/More.class", content.get(A_CLASS));

    assertThatItIsRefused(write(content), "com/azure/json/More.class");
  }

  @Test
  void a_jar_without_signatures_is_not_touched() throws Exception {
    Path jar = Files.copy(jarOf(Gson.class), folder.resolve("gson.jar"));

    assertThat(strip().exit()).isZero();

    assertThat(jar).hasSameBinaryContentAs(jarOf(Gson.class));
  }

  @Test
  void a_folder_without_jars_is_a_mistake() throws Exception {
    assertThat(strip().exit()).isNotZero();
  }

  private void assertThatItIsRefused(Path jar, String entry) throws Exception {
    byte[] before = Files.readAllBytes(jar);

    Run run = strip();

    assertThat(run.exit()).isNotZero();
    assertThat(run.said()).contains(jar.getFileName().toString(), entry);
    assertThat(jar).hasBinaryContent(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.stripped");
  }

  private Run strip() throws IOException, InterruptedException {
    return strip("UTC");
  }

  private Run strip(String zone) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/build/java/StripSignatures.java",
                folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("TZ", zone);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    return new Run(process.waitFor(), said);
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Map<String, byte[]> content(Path jar) throws IOException {
    Map<String, byte[]> content = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        content.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return content;
  }

  private Path write(Map<String, byte[]> content) throws IOException {
    Path jar = folder.resolve("changed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
