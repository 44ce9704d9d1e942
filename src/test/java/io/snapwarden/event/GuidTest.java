package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class GuidTest {

  private static final long SEED = 20261115;

  @Test
  void dashes_and_casing_do_not_matter() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String dashed = new UUID(random.nextLong(), random.nextLong()).toString();
      String plain = dashed.replace("-", "");

      Guid guid = Guid.of(dashed);

      assertThat(guid)
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(Guid.of(plain))
          .isEqualTo(Guid.of(dashed.toUpperCase(Locale.ROOT)))
          .isEqualTo(Guid.of(ResourceIdTest.anyCase(plain, random)))
          .hasSameHashCodeAs(Guid.of(plain))
          .hasToString(dashed);
    }
  }

  @Test
  void another_digit_is_another_id() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String plain = new UUID(random.nextLong(), random.nextLong()).toString().replace("-", "");
      int at = random.nextInt(32);
      char other = plain.charAt(at) == 'a' ? 'b' : 'a';

      assertThat(Guid.of(plain.substring(0, at) + other + plain.substring(at + 1)))
          .as("seed %d, round %d", SEED, i)
          .isNotEqualTo(Guid.of(plain));
    }
  }

  @Test
  void every_wrong_character_is_refused() {
    Random random = new Random(SEED);
    String dashed = "01234567-89ab-cdef-0123-456789abcdef";
    for (String good : new String[] {dashed, dashed.replace("-", "")}) {
      for (int at = 0; at < good.length(); at++) {
        for (char wrong : new char[] {'g', 'G', '/', ':', '@', '`', ' ', '\0', '０', 'а', '_'}) {
          assertThat(Guid.parse(good.substring(0, at) + wrong + good.substring(at + 1)))
              .as("%s at %d", wrong, at)
              .isEmpty();
        }
        assertThat(Guid.parse(good.substring(0, at) + good.substring(at + 1))).isEmpty();
        assertThat(Guid.parse(good.substring(0, at) + "0" + good.substring(at))).isEmpty();
      }
    }
    for (int i = 0; i < 1_000; i++) {
      char[] shuffled = dashed.toCharArray();
      int dash = new int[] {8, 13, 18, 23}[random.nextInt(4)];
      int digit = random.nextInt(8);
      shuffled[dash] = shuffled[digit];
      shuffled[digit] = '-';
      assertThat(Guid.parse(new String(shuffled))).as("seed %d, round %d", SEED, i).isEmpty();
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "0",
        "{01234567-89ab-cdef-0123-456789abcdef}",
        "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
        "0123456789abcdef-0123-4567-89ab-cdef",
        "------------------------------------",
        " 0123456789abcdef0123456789abcde",
      })
  void what_is_no_guid_is_refused(String text) {
    assertThat(Guid.parse(text)).isEmpty();
  }

  @Test
  void text_that_should_be_known_to_be_one_is_not_taken_on_trust() {
    assertThatThrownBy(() -> Guid.of("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }
}
