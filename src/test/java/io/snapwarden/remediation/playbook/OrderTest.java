package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gson")
class OrderTest {

  @ParameterizedTest
  @CsvSource({
    "lock-snapshot, revoke-role-assignment",
    "lock-snapshot, delete-snapshot",
    "delete-snapshot, lock-snapshot",
    "delete-snapshot, tag-snapshot",
    "enable-container-insights, ensure-log-analytics-workspace",
    "enable-container-logging, ensure-log-analytics-workspace"
  })
  void what_cannot_work_is_told_with_the_reason(String first, String second) {
    Map<Integer, String> problems = Order.problems(List.of("upgrade-cluster", first, second));

    assertThat(problems).containsOnlyKeys(2);
    assertThat(problems.get(2))
        .startsWith("\"%s\" cannot come after \"%s\": ".formatted(second, first))
        .hasSizeGreaterThan(80);
  }

  @Test
  void what_works_is_no_problem() {
    assertThat(
            Order.problems(
                List.of(
                    "revoke-role-assignment",
                    "tag-snapshot",
                    "lock-snapshot",
                    "ensure-log-analytics-workspace",
                    "enable-container-insights",
                    "enable-container-logging")))
        .isEmpty();
    assertThat(Order.problems(List.of("tag-snapshot", "delete-snapshot", "upgrade-cluster")))
        .isEmpty();
  }

  @Test
  void each_that_is_spoken_of_is_one_that_there_is() {
    assertThat(new RemediationSpecs().ids()).containsAll(Order.names());
  }
}
