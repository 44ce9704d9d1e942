package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds docs/remediations.md to the code. What is generated there is written anew by {@code mvn
 * test -Dtest=RemediationsDocTest -Dremediations.doc=write}.
 */
class RemediationsDocTest {

  private static final Path DOCUMENT = Path.of("docs/remediations.md");
  private static final RemediationSpecs SPECS = new RemediationSpecs();
  private static final String BEGIN = "<!-- from the code: -->\n";
  private static final String END = "<!-- end -->\n";

  private static String document() throws IOException {
    String text = Files.readString(DOCUMENT);
    if ("write".equals(System.getProperty("remediations.doc"))) {
      for (RemediationSpec spec : SPECS.all()) {
        text =
            Pattern.compile("(?s)(\n## " + spec.id() + "\n\n" + BEGIN + ").*?(" + END + ")")
                .matcher(text)
                .replaceFirst(
                    match ->
                        Matcher.quoteReplacement(match.group(1) + block(spec) + match.group(2)));
      }
      Files.writeString(DOCUMENT, text);
    }
    return text;
  }

  private static String section(String id) throws IOException {
    String text = document();
    int start = text.indexOf("\n## " + id + "\n");
    assertThat(start).as("the section \"## %s\" of %s", id, DOCUMENT).isPositive();
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end + 1);
  }

  /** What of a section is told by the spec. */
  private static String block(RemediationSpec spec) {
    StringBuilder text = new StringBuilder();
    text.append(spec.does()).append("\n\n");
    text.append(consent(spec)).append(' ');
    text.append(spec.reversible() ? "It can be taken back." : "It cannot be taken back.");
    text.append("\n\n");
    if (spec.options().isEmpty()) {
      text.append("It takes no options.\n");
    } else {
      text.append("| option | means | otherwise |\n|---|---|---|\n");
      for (Option option : spec.options()) {
        text.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    option.key(),
                    cell(option.means()),
                    option.required()
                        ? "must be given"
                        : option.otherwise() == null ? "nothing" : cell(option.otherwise())));
      }
    }
    text.append("\n| permission | to |\n|---|---|\n");
    for (Permission permission : spec.permissions()) {
      text.append("| `%s` | %s |\n".formatted(permission.action(), cell(permission.reason())));
    }
    return text.toString();
  }

  private static String consent(RemediationSpec spec) {
    return switch (spec.consent()) {
      case AUTOMATIC -> "In mode `remediate` it acts by itself.";
      case OPT_IN -> "In mode `remediate` it acts by itself: name it only where that is wanted.";
      case APPROVAL ->
          "Even in mode `remediate` a person must approve its plan, unless `unattended` is true.";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  static Stream<RemediationSpec> specs() {
    return SPECS.all().stream();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void options_and_permissions_are_those_of_the_code(RemediationSpec spec) throws IOException {
    assertThat(section(spec.id())).contains(BEGIN + block(spec) + END);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void what_an_operator_must_know_is_said(RemediationSpec spec) throws IOException {
    String section = section(spec.id());

    for (String heading : List.of("Cost and danger", "Duration", "Undo")) {
      assertThat(Pattern.compile("\\*\\*" + heading + "\\.\\*\\* \\S.{6}").matcher(section).find())
          .as("**%s.** in the section of %s", heading, spec.id())
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void the_example_is_one_that_a_policy_may_hold(RemediationSpec spec) throws IOException {
    Matcher json = Pattern.compile("(?s)```json\n(.*?)```").matcher(section(spec.id()));
    assertThat(json.find()).as("an example in the section of " + spec.id()).isTrue();

    JsonReader reader = new JsonReader(new StringReader(json.group(1)));
    reader.setStrictness(Strictness.LENIENT);
    JsonElement example = JsonParser.parseReader(reader);
    JsonObject options = new JsonObject();
    if (example.isJsonObject()) {
      options = example.getAsJsonObject();
      assertThat(options.remove("remediation").getAsString()).isEqualTo(spec.id());
    } else {
      assertThat(example.getAsString()).isEqualTo(spec.id());
    }
    assertThat(SPECS.check(spec.id(), options)).isEmpty();
  }

  @Test
  void there_is_a_section_for_each_in_their_order_and_for_nothing_else() throws IOException {
    List<String> sections = new ArrayList<>();
    Matcher heading = Pattern.compile("\n## ([a-z-]+)\n").matcher(document());
    while (heading.find()) {
      sections.add(heading.group(1));
    }

    assertThat(sections).containsExactlyElementsOf(SPECS.ids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/remediations.md"})
  void every_remediation_is_named(String document) throws IOException {
    assertThat(Files.readString(Path.of(document))).contains(SPECS.ids());
  }
}
