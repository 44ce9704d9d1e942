package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class IdsTest {

  private static final String S = "/subscriptions/55555555-5555-5555-5555-555555555555";

  private static String randomCase(Random random, String text) {
    StringBuilder mixed = new StringBuilder();
    for (char c : text.toCharArray()) {
      mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }
    return mixed.toString();
  }

  @Test
  void dashes_and_case_make_no_difference_to_a_guid() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      String text = new UUID(random.nextLong(), random.nextLong()).toString();

      Guid plain = Guid.of(text);

      assertThat(Guid.of(randomCase(random, text))).as("seed %d", seed).isEqualTo(plain);
      assertThat(Guid.of(randomCase(random, text.replace("-", "")))).isEqualTo(plain);
      assertThat(plain).hasToString(text);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "5555",
        "55555555-5555-5555-5555-55555555555",
        "55555555-5555-5555-5555-5555555555555",
        "55555555-5555-5555-55555-555555555555",
        "5555555g-5555-5555-5555-555555555555",
        "{55555555-5555-5555-5555-55555555555}",
        "555555555555555555555555555555５５",
        "-5555555-5555-5555-5555-555555555555"
      })
  void what_is_no_guid_is_refused(String text) {
    assertThat(Guid.parse(text)).isEmpty();
  }

  @Test
  void case_makes_no_difference_to_a_resource_id_and_anything_else_does() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      String text = S + "/resourceGroups/g" + random.nextInt(9) + "/providers/A.b/c/d-_.()" + seed;

      ResourceId id = ResourceId.of(text);
      ResourceId mixed = ResourceId.of(randomCase(random, text));

      assertThat(mixed).as("seed %d", seed).isEqualTo(id).hasSameHashCodeAs(id);
      assertThat(mixed.key()).isEqualTo(text.toLowerCase(Locale.ROOT));
      assertThat(id.text()).isEqualTo(text);
      assertThat(ResourceId.of(text + "1")).isNotEqualTo(id);
    }
  }

  @Test
  void the_parts_of_a_resource_id_are_in_lower_case() {
    ResourceId id = ResourceId.of(S + "/resourceGroups/RG/providers/Microsoft.X/ys/Zed");

    assertThat(id.segments())
        .isEqualTo(
            List.of(
                "subscriptions",
                "55555555-5555-5555-5555-555555555555",
                "resourcegroups",
                "rg",
                "providers",
                "microsoft.x",
                "ys",
                "zed"));
    assertThat(id.resourceGroup()).contains("rg");
    assertThat(id.name()).isEqualTo("Zed");
    assertThat(id.subscription()).isEqualTo(Guid.of("55555555-5555-5555-5555-555555555555"));
    assertThat(ResourceId.of(S).resourceGroup()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "/",
        "subscriptions/55555555-5555-5555-5555-555555555555",
        "/subscriptions",
        "/subscriptions/",
        "/subscriptions/prod",
        "/resourceGroups/55555555-5555-5555-5555-555555555555",
        S + "/",
        S + "/resourceGroups",
        S + "/resourceGroups/",
        S + "//resourceGroups/g",
        S + "/resourceGroups/..",
        S + "/resourceGroups/.",
        S + "/resourceGroups/../resourceGroups/g",
        S + "/resourceGroups/a%2e",
        S + "/resourceGroups/a b",
        S + "/resourceGroups/a\u0000",
        S + "/resourceGroups/a\n",
        S + "/resourceGroups/gr\u00F6\u00DFe",
        S + "/resourceGroups/\u202Eg",
        S + "/resourceGroups/a?x=1",
        S + "/resourceGroups/a#x",
        S + "/resourceGroups/a\\b",
        S + "/resourceGroups/a*"
      })
  void what_is_no_resource_id_is_refused(String text) {
    assertThat(ResourceId.parse(text)).isEmpty();
  }

  @Test
  void an_id_that_is_too_long_is_refused() {
    String start = S + "/resourceGroups/";

    assertThat(ResourceId.parse(start + "a".repeat(2048 - start.length()))).isPresent();
    assertThat(ResourceId.parse(start + "a".repeat(2049 - start.length()))).isEmpty();
  }
}
