package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Plan DONE = Plan.settled(new Outcome.Done("fine"));
  private static final Plan WAITING =
      Plan.settled(new Outcome.Waiting("busy", Duration.ofMinutes(2)));
  private static final Plan REFUSED = Plan.settled(new Outcome.Refused("no"));
  private static final Plan FAILED = Plan.settled(new Outcome.Failed("broken"));

  @Test
  void what_can_be_changed_comes_first_whatever_stands_in_the_way_of_the_rest() {
    Change change =
        new Change("x", "/a", null, new JsonObject(), ArmRequest.get("/a", "2025-01-01"));

    assertThat(Plan.together(List.of(REFUSED, Plan.changes(change), WAITING)))
        .isEqualTo(Plan.changes(change));
  }

  @Test
  void what_may_still_become_better_is_waited_for() {
    assertThat(Plan.together(List.of(FAILED, WAITING, DONE)))
        .isEqualTo(Plan.settled(new Outcome.Waiting("busy; broken; fine", Duration.ofMinutes(2))));
  }

  @Test
  void then_the_worst_counts_with_all_that_there_is_to_say() {
    assertThat(Plan.together(List.of(DONE, REFUSED, FAILED)))
        .isEqualTo(Plan.settled(new Outcome.Failed("broken; no; fine")));
    assertThat(Plan.together(List.of(DONE, DONE)))
        .isEqualTo(Plan.settled(new Outcome.Done("fine")));
    assertThat(Plan.together(List.of()))
        .isEqualTo(Plan.settled(new Outcome.Done("there is nothing to do it to")));
  }
}
