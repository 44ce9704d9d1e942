import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the signatures of jars and takes them off: what is signed is checked here, once, instead
 * of by each JVM that loads a class from it. A jar that is not as it was signed ends the build.
 *
 * <p>A source file to be started as it is: {@code java StripSignatures.java FOLDER}. Whether the
 * signer is to be trusted is not asked; Maven has compared the jar with its repository's checksum.
 */
final class StripSignatures {

  /** JAR File Specification, "Signed JAR File". */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

  /** Times in a jar may depend on the zone of whoever reads them; the package must not. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

  private StripSignatures() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    if (jars.isEmpty()) {
      throw new IllegalStateException("there are no jars in " + arguments[0]);
    }
    for (Path jar : jars) {
      try {
        strip(jar);
      } catch (IOException | SecurityException e) {
        throw new IllegalStateException(
            jar + " is not as it was signed; remove it from the local repository: " + e, e);
      }
    }
  }

  private static void strip(Path jar) throws IOException {
    Path stripped = jar.resolveSibling(jar.getFileName() + ".stripped");
    try {
      if (stripped(jar, stripped)) {
        Files.move(stripped, jar, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(stripped);
    }
  }

  /** Writes the jar without its signatures; false if it has none. */
  private static boolean stripped(Path jar, Path to) throws IOException {
    try (JarFile signed = new JarFile(jar.toFile(), true)) {
      if (signed.stream().noneMatch(entry -> isSignature(entry.getName()))) {
        return false;
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to));
          JarOutputStream copy = new JarOutputStream(out)) {
        for (JarEntry entry : Collections.list(signed.entries())) {
          copy(signed, entry, copy);
        }
      }
      return true;
    }
  }

  private static void copy(JarFile signed, JarEntry entry, JarOutputStream to) throws IOException {
    if (isSignature(entry.getName())) {
      return;
    }
    byte[] content;
    try (InputStream in = signed.getInputStream(entry)) {
      content = in.readAllBytes(); // which compares it with its signed digest
    }
    JarEntry unsigned = new JarEntry(entry.getName());
    unsigned.setTimeLocal(ALWAYS);
    to.putNextEntry(unsigned);
    if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
      withoutDigests(signed.getManifest()).write(to);
    } else if (!entry.isDirectory() && entry.getCodeSigners() == null) {
      throw new SecurityException(entry.getName() + " is not signed");
    } else {
      to.write(content);
    }
    to.closeEntry();
  }

  /** A signer adds nothing but digests to what a manifest says of single entries. */
  private static Manifest withoutDigests(Manifest manifest) {
    Manifest bare = new Manifest();
    bare.getMainAttributes().putAll(manifest.getMainAttributes());
    manifest
        .getEntries()
        .forEach(
            (name, signed) -> {
              Attributes others = new Attributes(signed);
              others.keySet().removeIf(StripSignatures::isDigest);
              if (!others.isEmpty()) {
                bare.getEntries().put(name, others);
              }
            });
    return bare;
  }

  private static boolean isDigest(Object name) {
    return name.toString().matches("(?i).*-Digest(-Manifest(-Main-Attributes)?)?");
  }

  private static boolean isSignature(String name) {
    return SIGNATURE.matcher(name).matches();
  }
}
