package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class StrictJsonTest {

  private static final String HEAD = "{\"version\": 1, \"tenant\": \"" + Writes.OUR_TENANT + "\"";

  @ParameterizedTest
  @MethodSource
  void what_is_not_strict_json_is_refused_with_its_line(String json, int line, String message) {
    List<Problem> problems = Policies.bad(json).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo("$");
    assertThat(problems.get(0).line()).isEqualTo(line);
    assertThat(problems.get(0).column()).isPositive();
    assertThat(problems.get(0).message()).startsWith("is not JSON: ").contains(message);
  }

  static Object[][] what_is_not_strict_json_is_refused_with_its_line() {
    String missing = "something is missing, or not as JSON has it";
    return new Object[][] {
      {"", 1, "it ends too early"},
      {" \n // only a comment\n", 3, "it ends too early"},
      {HEAD, 1, "it ends too early"},
      {HEAD + ",\n\"allow\": [\n", 3, "it ends too early"},
      {HEAD + ",\n}", 2, missing},
      {HEAD + ",\n\"allow\": [1,]}", 2, missing},
      {HEAD + ",\n\"allow\": [,]}", 2, missing},
      {"{\n'version': 1}", 2, missing},
      {"{\nversion: 1}", 2, missing},
      {"{\n\"version\" = 1}", 2, missing},
      {"{\n\"version\": 1;}", 2, missing},
      {"{\n\"version\": 01}", 2, missing},
      {"{\n\"version\": +1}", 2, missing},
      {"{\n\"version\": nul}", 2, missing},
      {"{\n\"version\": NaN}", 2, "text without quotation marks"},
      {"{\n\"version\": True}", 2, "text without quotation marks"},
      {"{\n\"version\": tRUE}", 2, "text without quotation marks"},
      {"{\n\"a\": \"it\\'s\"}", 2, "an escape that JSON does not have"},
      {"{\n\"a\": \"\\u12G4\"}", 2, "\\u without four hexadecimal digits"},
      {"{\n\"a\": \"two\nlines\"}", 2, "a control character or line break inside a string"},
      {"{\n\"a\": \"tab\there\"}", 2, "a control character or line break inside a string"},
      {"{\n# comment\n}", 2, missing},
      {"{\n/ comment\n}", 2, "a slash that starts no comment"},
      {"{\n/* comment }", 2, "a comment has no end"},
      {"{/*/\n}", 2, "a comment has no end"},
      {HEAD + "}\n{}", 2, missing},
      {HEAD + "}\n]", 2, missing},
      {"\n)]}'\n" + HEAD + "}", 2, missing},
      {"{\n\"a\": " + "[".repeat(100_000), 2, "nested more than 32 deep"},
      {"{\n\"a\": " + "{\"a\":".repeat(100_000), 2, "nested more than 32 deep"},
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "// a\n", "/* a\n * / ** // \" { */", "/**/", " \t\r\n"})
  void a_byte_order_mark_blanks_and_comments_are_no_matter(String before) {
    Policies.document(before + HEAD + "}" + before.replace("\ufeff", ""));
  }

  @Test
  void marks_of_comments_inside_strings_are_text() {
    String json =
        HEAD + ", \"$schema\": \"https://example.org/*/policy\\\\\" /* \" */ // \" the end\n}";

    assertThat(Policies.document(json).tenant()).isEqualTo(Writes.OUR_TENANT);
  }
}
