package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What everything does that keeps how many tickets each caller made. */
public abstract class StormsContract {

  private static final Instant NOW = Instant.parse("2026-11-01T08:00:00.123456789Z");

  private final Storms storms = storms();

  /** The store under test, without anything in it. */
  protected abstract Storms storms();

  private static Storm storm(int tickets) {
    Map<String, Instant> opened = new LinkedHashMap<>();
    for (int i = 0; i < tickets; i++) {
      opened.put("%064x".formatted(i), NOW.plusSeconds(i));
    }
    return new Storm("caller #/\\?<'x", opened, NOW, NOW.plusSeconds(5));
  }

  @Test
  void a_storm_of_the_largest_size_comes_back_as_it_was_saved() {
    Storm storm = storm(1_000);

    assertThat(storms.save(null, storm)).isTrue();

    assertThat(storms.find(storm.caller()).orElseThrow().storm()).isEqualTo(storm);
    assertThat(storms.find("another")).isEmpty();
  }

  @Test
  void who_saves_from_an_old_state_saves_nothing() {
    storms.save(null, storm(1));
    Storms.Stored old = storms.find(storm(1).caller()).orElseThrow();

    assertThat(storms.save(null, storm(2))).isFalse();
    assertThat(storms.save(old, storm(3))).isTrue();
    assertThat(storms.save(old, storm(4))).isFalse();

    assertThat(storms.find(storm(1).caller()).orElseThrow().storm()).isEqualTo(storm(3));
  }
}
