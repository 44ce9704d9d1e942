package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.models.TableEntity;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class JsonTextTest {

  /** The emulator takes more than UTF-8 can hold; nobody says that the real service does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\uD83D\uDE00",
        "x\uD83D\uDE00",
        "lone \uD83D half",
        "\uDE00",
        "\u0000\u0085\u009F\n\u2028",
        "\uFFFE\uFFFF",
        "\\u0041 \\ \""
      })
  void every_column_is_sound_and_short_enough_and_all_of_them_are_the_text(String unit) {
    String text = unit.repeat(40_000);
    TableEntity row = new TableEntity("partition", "row");

    JsonText.put(row, new JsonPrimitive(text).toString());

    List<String> columns = row.getProperties().values().stream().map(String.class::cast).toList();
    assertThat(columns)
        .allSatisfy(
            column -> {
              assertThat(column.length()).isLessThanOrEqualTo(32 * 1024);
              assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(column)).isTrue();
              assertThat(column.chars()).noneMatch(Character::isISOControl);
            });
    assertThat(JsonText.parsed(row).getAsString()).isEqualTo(text);
  }
}
