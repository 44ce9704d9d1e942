package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.snapwarden.event.Writes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Breaks good policies at random, and asks another reader of JSON whether they still are JSON. */
@Tag("gson")
class HostileTextTest {

  private static final int TRIES = 5_000;
  private static final String INSERTED = "{}[]\",:'/*\\ \n\t\u00e9+-.eE0159aATuUnN#;=()\ufeff";
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  private final Random random = new Random(815);

  @Test
  void no_text_makes_the_reader_throw_and_only_json_passes_for_json() throws IOException {
    String good = Files.readString(Path.of("src/test/resources/policies/good/everything.json"));
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      String text = broken(good);

      List<Problem> problems =
          new PolicyReader(Catalogs.few())
              .read(text, Writes.AT)
              .fold(PolicyReading.Good::warnings, PolicyReading.Bad::problems);

      boolean notJson =
          problems.stream().anyMatch(problem -> problem.message().startsWith("is not JSON: "));
      assertThat(notJson).as("%s%n%s", problems, text).isEqualTo(!isJson(text));
      assertThat(problems)
          .allSatisfy(
              problem -> {
                String[] lines = text.split("\n", -1);
                assertThat(problem.line()).as(text).isBetween(1, lines.length);
                assertThat(problem.column())
                    .as(text)
                    .isBetween(1, lines[problem.line() - 1].length() + 2);
              });
      refused += notJson ? 1 : 0;
    }
    assertThat(refused).isBetween(TRIES / 4, TRIES - TRIES / 50);
  }

  private String broken(String text) {
    StringBuilder broken = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      int at = random.nextInt(broken.length());
      switch (random.nextInt(3)) {
        case 0 -> broken.deleteCharAt(at);
        case 1 -> broken.insert(at, INSERTED.charAt(random.nextInt(INSERTED.length())));
        default -> broken.setCharAt(at, INSERTED.charAt(random.nextInt(INSERTED.length())));
      }
    }
    return broken.toString();
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      int depth = 0;
      int documents = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        documents += depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token.isScalarValue()) {
          parser.getText();
        }
      }
      return documents == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
