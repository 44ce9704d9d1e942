package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all turns do. */
public abstract class TurnsContract {

  private static final Instant NOW = Writes.AT;
  private static final Instant UNTIL = NOW.plusSeconds(90);
  private static final Instant LATER = UNTIL.plusSeconds(90);

  private final Turns turns = turns();
  private final IncidentId one = incident("nightly-1");
  private final IncidentId two = incident("nightly-1");

  /** The turns under test. */
  protected abstract Turns turns();

  /** Another incident of that snapshot. */
  private static IncidentId incident(String snapshot) {
    return IncidentId.of(
        Writes.aWrite()
            .to(Writes.snapshot("aks-prod-1", snapshot))
            .correlated(UUID.randomUUID().toString())
            .build());
  }

  @Test
  void while_one_incident_has_the_turn_no_other_of_the_same_target_gets_it() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();

    assertThat(turns.take(two, NOW, UNTIL)).isFalse();
    assertThat(turns.take(two, UNTIL.minusMillis(1), LATER)).isFalse();
  }

  @Test
  void the_turns_of_two_targets_have_nothing_to_do_with_each_other() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();

    assertThat(turns.take(incident("nightly-2"), NOW, UNTIL)).isTrue();
  }

  @Test
  void whoever_has_the_turn_may_keep_it_longer() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();

    assertThat(turns.take(one, NOW.plusSeconds(1), LATER)).isTrue();

    assertThat(turns.take(two, UNTIL, LATER)).isFalse();
    assertThat(turns.take(two, LATER, LATER.plusSeconds(90))).isTrue();
  }

  @Test
  void a_turn_that_was_given_back_is_free_at_once() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();

    turns.release(one);

    assertThat(turns.take(two, NOW, UNTIL)).isTrue();
  }

  @Test
  void whoever_comes_back_too_late_neither_has_the_turn_nor_ends_that_of_another() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();
    assertThat(turns.take(two, UNTIL, LATER)).isTrue();

    turns.release(one);

    assertThat(turns.take(one, UNTIL, LATER)).isFalse();
  }

  @Test
  void giving_back_what_nobody_has_does_nothing() {
    turns.release(one);

    assertThat(turns.take(two, NOW, UNTIL)).isTrue();
  }

  @Test
  void of_eight_who_want_a_free_turn_at_once_one_gets_it() {
    List<Boolean> taken = AtOnce.times(8, i -> turns.take(incident("nightly-1"), NOW, UNTIL));

    assertThat(taken).containsOnlyOnce(true);
  }

  @Test
  void of_eight_who_want_a_turn_that_has_ended_at_once_one_gets_it() {
    assertThat(turns.take(one, NOW, UNTIL)).isTrue();

    List<Boolean> taken = AtOnce.times(8, i -> turns.take(incident("nightly-1"), UNTIL, LATER));

    assertThat(taken).containsOnlyOnce(true);
  }

  @Test
  void eight_who_take_turns_are_never_two_at_a_time() {
    int[] inside = {0};
    int[] most = {0};

    List<Integer> had =
        AtOnce.times(
            8,
            i -> {
              IncidentId id = incident("nightly-1");
              int tries = 1;
              while (!turns.take(id, NOW, UNTIL)) {
                tries++;
                Thread.onSpinWait();
              }
              synchronized (inside) {
                most[0] = Math.max(most[0], ++inside[0]);
              }
              synchronized (inside) {
                inside[0]--;
              }
              turns.release(id);
              return tries;
            });

    assertThat(had).hasSize(8);
    assertThat(most[0]).isEqualTo(1);
  }
}
