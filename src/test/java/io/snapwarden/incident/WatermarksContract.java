package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What everything does that remembers watermarks. */
public abstract class WatermarksContract {

  private static final Guid ANOTHER = Guid.of("66666666-6666-6666-6666-666666666666");

  private final Watermarks watermarks = watermarks();

  /** The store under test. */
  protected abstract Watermarks watermarks();

  @Test
  void a_subscription_that_was_never_swept_has_none() {
    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).isEmpty();
  }

  @Test
  void it_goes_forward_to_the_instant_that_is_said() {
    Instant later = Writes.AT.plusNanos(1);
    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT);
    watermarks.advance(Writes.SUBSCRIPTION, later);

    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).contains(later);
  }

  @Test
  void it_never_goes_back() {
    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT);
    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT.minusSeconds(1));

    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).contains(Writes.AT);
  }

  @Test
  void each_subscription_has_its_own() {
    watermarks.advance(Writes.SUBSCRIPTION, Writes.AT);

    assertThat(watermarks.sweptUntil(ANOTHER)).isEmpty();
    watermarks.advance(ANOTHER, Writes.AT.minusSeconds(1));
    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).contains(Writes.AT);
  }

  @Test
  void of_eight_who_advance_it_at_once_the_latest_instant_stays() {
    AtOnce.times(
        8,
        i -> {
          watermarks.advance(Writes.SUBSCRIPTION, Writes.AT.plusSeconds(i * 5 % 8));
          return i;
        });

    assertThat(watermarks.sweptUntil(Writes.SUBSCRIPTION)).contains(Writes.AT.plusSeconds(7));
  }
}
