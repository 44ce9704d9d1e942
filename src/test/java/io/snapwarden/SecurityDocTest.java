package io.snapwarden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md names what defends, and where: all of that is there. */
class SecurityDocTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");
  private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]\\w*");

  private static String document() throws IOException {
    return Files.readString(Path.of("SECURITY.md"));
  }

  private static List<String> named(String text) {
    return CODE.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static Set<String> classes(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void each_class_and_test_that_is_named_exists() throws IOException {
    Set<String> ours = classes("src/main/java");
    ours.addAll(classes("src/test/java"));
    List<String> named =
        named(document()).stream().filter(name -> CLASS.matcher(name).matches()).toList();

    assertThat(named).hasSizeGreaterThan(60);
    assertThat(ours).containsAll(named);
  }

  @Test
  void each_file_that_is_named_or_linked_exists() throws IOException {
    List<String> files =
        Stream.concat(
                named(document()).stream()
                    .filter(name -> name.matches("(src|docs|infra)/\\S+|\\w+\\.xml")),
                LINK.matcher(document()).results().map(match -> match.group(1)))
            .toList();

    assertThat(files).hasSizeGreaterThan(3).allSatisfy(file -> assertThat(Path.of(file)).exists());
  }

  /** What an attacker wants, what defends, with a test that shows it, and what is left. */
  @Test
  void each_threat_has_its_three_parts_and_what_defends_is_shown_by_a_test() throws IOException {
    Set<String> tests = classes("src/test/java");
    List<String> threats =
        Stream.of(document().split("(?m)^## ", -1))
            .filter(section -> section.contains("**Wants:**"))
            .toList();

    assertThat(threats)
        .hasSizeGreaterThan(12)
        .allSatisfy(
            threat -> {
              assertThat(threat).contains("**What defends.**", "**What is left.**");
              assertThat(named(threat))
                  .as(threat.lines().findFirst().orElse(""))
                  .anyMatch(name -> tests.contains(name) || name.startsWith("src/test/"));
            });
  }
}
