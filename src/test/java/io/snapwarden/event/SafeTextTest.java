package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void text_that_harms_nobody_stays_as_it_is() {
    assertThat(SafeText.of("")).isEmpty();
    assertThat(SafeText.of("Jürgen \\ 漢字 😀 <b>")).isEqualTo("Jürgen \\ 漢字 😀 <b>");
  }

  @Test
  void control_characters_are_spelled_out() {
    assertThat(SafeText.of("a\0b\t\r\n\u001b\u007f\u009bz"))
        .isEqualTo("a\\u0000b\\u0009\\u000D\\u000A\\u001B\\u007F\\u009Bz");
  }

  @Test
  void what_reorders_or_hides_text_is_spelled_out() {
    assertThat(SafeText.of("\u061C\u200E\u202E\u2066\u2069\u200B\uFEFF\u2028\u2029"))
        .isEqualTo("\\u061C\\u200E\\u202E\\u2066\\u2069\\u200B\\uFEFF\\u2028\\u2029");
  }

  @Test
  void invisible_tags_and_halves_of_characters_are_spelled_out() {
    assertThat(SafeText.of("x\uDB40\uDC41y\uD800z")).isEqualTo("x\\uDB40\\uDC41y\\uD800z");
  }
}
