package io.snapwarden.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The short form of {@link ChaosRun}. Most of its time it waits for the leases of killed workers.
 */
class ChaosTest {

  private static final Size SHORT = new Size(120, 300, 3, 1, 2, 4);

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatever_dies_or_fails_nothing_is_lost_and_nothing_is_done_twice()
      throws InterruptedException {
    try (Run run = new Run(20261123, SHORT)) {

      Figures figures = run.play(() -> {});

      figures.print();
      assertThat(figures.findings()).isEmpty();
      assertThat(figures.kills())
          .as("one more in the midst of a sweep")
          .isGreaterThanOrEqualTo(SHORT.kills());
      assertThat(figures.faults()).isNotEmpty();
      assertThat(figures.effects()).allMatch(effects -> effects > 0);
    }
  }
}
