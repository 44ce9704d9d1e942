package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of bad policies. Each file of {@code policies/bad} says in comments which problems it
 * has: all of them, in their order, and each on the line on which it must be reported.
 */
@Tag("gson")
class BadPolicyTest {

  private static final Path TABLE = Path.of("src/test/resources/policies/bad");
  private static final Pattern EXPECTED =
      Pattern.compile("/\\*! (\\$\\S*?('.*?'\\])?): (.*?) \\*/");

  @TestFactory
  Stream<DynamicTest> every_problem_of_a_bad_policy_is_reported_at_once() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> reportsWhatItsCommentsSay(file)));
  }

  @TestFactory
  Stream<DynamicTest> lines_end_the_same_on_every_system() throws IOException {
    return files().stream()
        .limit(5)
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      String json = Files.readString(file);
                      assertThat(found(json.replace("\n", "\r\n"))).isEqualTo(expected(json));
                    }));
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(TABLE)) {
      return files.sorted().toList();
    }
  }

  static String name(Path file) {
    return file.getFileName().toString().replace(".json", "").replace('-', ' ');
  }

  private static void reportsWhatItsCommentsSay(Path file) throws IOException {
    String json = Files.readString(file);

    assertThat(expected(json)).isNotEmpty();
    assertThat(found(json)).isEqualTo(expected(json));
  }

  private static List<String> found(String json) {
    return new PolicyReader(Catalogs.few())
        .read(json, Writes.AT)
        .fold(good -> List.of(), bad -> bad.problems().stream().map(BadPolicyTest::shown).toList());
  }

  private static String shown(Problem problem) {
    return problem.line() + " " + problem.path() + ": " + problem.message();
  }

  private static List<String> expected(String json) {
    List<String> expected = new ArrayList<>();
    String[] lines = json.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher problem = EXPECTED.matcher(lines[i]);
      while (problem.find()) {
        expected.add(i + 1 + " " + problem.group(1) + ": " + problem.group(3));
      }
    }
    return expected;
  }
}
