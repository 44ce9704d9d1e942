package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of budgets does, by itself and under an allowance. */
public abstract class BudgetsContract {

  private static final Guid SUBSCRIPTION = Writes.SUBSCRIPTION;
  private static final Guid ANOTHER = Guid.of("66666666-0000-0000-0000-000000000001");
  private static final Instant NOW = Writes.AT;
  private static final int LIMIT = 10;

  private final Budgets budgets = budgets();
  private final Allowance allowance = new Allowance(budgets);

  /** The store under test. */
  protected abstract Budgets budgets();

  private static Budget budget(Guid subscription, String target) {
    return new Budget(subscription, Map.of(target, NOW), null, false);
  }

  @Test
  void where_nothing_was_counted_there_is_no_budget() {
    assertThat(budgets.find(SUBSCRIPTION)).isEmpty();
    assertThat(budgets.all()).isEmpty();
  }

  @Test
  void a_budget_comes_back_as_it_was_saved() {
    Budget full = new Budget(SUBSCRIPTION, Map.of("t1", NOW, "t2", NOW.plusNanos(1)), NOW, true);

    assertThat(budgets.save(null, full)).isTrue();

    assertThat(budgets.find(SUBSCRIPTION).orElseThrow().budget()).isEqualTo(full);
    assertThat(budgets.find(ANOTHER)).isEmpty();
  }

  @Test
  void the_budgets_of_all_subscriptions_are_found() {
    assertThat(budgets.save(null, budget(SUBSCRIPTION, "t1"))).isTrue();
    assertThat(budgets.save(null, budget(ANOTHER, "t2"))).isTrue();

    assertThat(budgets.all())
        .containsExactlyInAnyOrder(budget(SUBSCRIPTION, "t1"), budget(ANOTHER, "t2"));
  }

  @Test
  void what_was_read_before_somebody_else_saved_cannot_be_saved() {
    assertThat(budgets.save(null, budget(SUBSCRIPTION, "t1"))).isTrue();
    Budgets.Stored read = budgets.find(SUBSCRIPTION).orElseThrow();
    assertThat(budgets.save(read, budget(SUBSCRIPTION, "t2"))).isTrue();

    assertThat(budgets.save(read, budget(SUBSCRIPTION, "t3"))).isFalse();
    assertThat(budgets.save(null, budget(SUBSCRIPTION, "t3"))).isFalse();

    assertThat(budgets.find(SUBSCRIPTION).orElseThrow().budget())
        .isEqualTo(budget(SUBSCRIPTION, "t2"));
  }

  @Test
  void of_eight_who_save_the_first_budget_at_once_one_succeeds() {
    List<Boolean> saved = AtOnce.times(8, i -> budgets.save(null, budget(SUBSCRIPTION, "t" + i)));

    assertThat(saved).containsOnlyOnce(true);
  }

  @Test
  void however_many_ask_at_once_no_more_targets_than_the_limit_get_through() {
    List<Boolean> admitted =
        AtOnce.times(
            16, i -> allowance.ask(SUBSCRIPTION, "target-" + i, LIMIT, NOW).admits("target-" + i));

    assertThat(admitted).filteredOn(yes -> yes).hasSize(LIMIT);
    Budget after = budgets.find(SUBSCRIPTION).orElseThrow().budget();
    assertThat(after.within(NOW)).isEqualTo(LIMIT);
    assertThat(after.tripped()).isEqualTo(NOW);
  }

  @Test
  void a_target_is_counted_once_however_often_it_is_asked_for() {
    AtOnce.times(8, i -> allowance.ask(SUBSCRIPTION, "target", LIMIT, NOW));

    assertThat(budgets.find(SUBSCRIPTION).orElseThrow().budget().within(NOW)).isEqualTo(1);
  }

  @Test
  void after_a_reset_there_is_room_again_and_the_answer_says_what_there_was() {
    IntStream.rangeClosed(0, LIMIT)
        .forEach(i -> allowance.ask(SUBSCRIPTION, "target-" + i, LIMIT, NOW));
    Budget before = budgets.find(SUBSCRIPTION).orElseThrow().budget();

    assertThat(allowance.reset(SUBSCRIPTION)).contains(before);

    assertThat(before.tripped()).isEqualTo(NOW);
    assertThat(allowance.ask(SUBSCRIPTION, "another", LIMIT, NOW).admits("another")).isTrue();
  }

  @Test
  void resetting_what_was_never_counted_leaves_nothing_behind() {
    assertThat(allowance.reset(SUBSCRIPTION)).isEmpty();

    assertThat(budgets.all()).isEmpty();
  }
}
