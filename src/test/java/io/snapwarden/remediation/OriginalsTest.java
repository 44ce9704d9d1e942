package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.ResourceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginalsTest {

  private static final String A = "/subscriptions/55555555-5555-5555-5555-555555555555/x/a";
  private static final String B = "/subscriptions/55555555-5555-5555-5555-555555555555/x/b";

  @Test
  void each_resource_is_as_it_was_first_met_and_the_last_comes_first() {
    Originals originals =
        Originals.of(
            List.of(
                Lab.json("{\"id\":\"%s\",\"n\":1}".formatted(A)),
                Lab.json("{\"id\":\"%s\",\"absent\":true}".formatted(B)),
                Lab.json(
                    "{\"id\":\"%s\",\"n\":2}"
                        .formatted(
                            A.toUpperCase(java.util.Locale.ROOT)
                                .replace("SUBSCRIPTIONS", "subscriptions")))));

    assertThat(originals.inReverse())
        .extracting(original -> original.id().name())
        .containsExactly("b", "a");
    assertThat(
            originals.find(ResourceId.of(A)).orElseThrow().json().orElseThrow().get("n").getAsInt())
        .isEqualTo(1);
    assertThat(originals.find(ResourceId.of(B)).orElseThrow().json()).isEmpty();
    assertThat(originals.find(ResourceId.of(A + "2"))).isEqualTo(Optional.empty());
  }
}
