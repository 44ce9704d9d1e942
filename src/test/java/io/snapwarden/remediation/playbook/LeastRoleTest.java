package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy needs to be granted, and nothing else. */
class LeastRoleTest {

  private static ResponseRule response(Mode mode, String... remediations) {
    return new ResponseRule(
        "r",
        List.of(),
        Set.of(),
        mode,
        Arrays.stream(remediations).map(id -> new RemediationChoice(id, new JsonObject())).toList(),
        TicketChoice.DEFAULT,
        ResponseRule.APPROVAL_EXPIRES);
  }

  private static List<String> always() {
    return LeastRole.of(List.of(), Mode.REMEDIATE).actions();
  }

  static Stream<RemediationSpec> remediations() {
    return new RemediationSpecs().all().stream();
  }

  private static String[] all() {
    return remediations().map(RemediationSpec::id).toArray(String[]::new);
  }

  @Test
  void without_any_remediation_it_reads_snapshots_locks_and_the_activity_log() {
    assertThat(always())
        .containsExactly(
            "Microsoft.Authorization/locks/read",
            "Microsoft.ContainerService/managedclustersnapshots/read",
            "Microsoft.ContainerService/snapshots/read",
            "Microsoft.Insights/eventtypes/values/read");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"OBSERVE", "TICKET"})
  void where_nothing_may_be_done_no_action_writes(Mode mode) {
    assertThat(LeastRole.of(List.of(response(mode, all())), Mode.REMEDIATE).actions())
        .hasSizeGreaterThan(always().size())
        .allMatch(action -> action.endsWith("/read"));
    assertThat(LeastRole.of(List.of(response(Mode.REMEDIATE, all())), mode).actions())
        .allMatch(action -> action.endsWith("/read"));
  }

  @ParameterizedTest
  @MethodSource("remediations")
  void where_it_may_act_it_has_what_the_remediation_declares_and_no_more(RemediationSpec spec) {
    Set<String> declared = new HashSet<>(always());
    spec.permissions().stream().map(Permission::action).forEach(declared::add);

    for (Mode mode : List.of(Mode.APPROVE, Mode.REMEDIATE)) {
      assertThat(LeastRole.of(List.of(response(mode, spec.id())), Mode.REMEDIATE).actions())
          .hasSameElementsAs(declared);
    }
  }

  @Test
  void nothing_that_gives_rights_to_others_is_ever_in_it() {
    assertThat(LeastRole.of(List.of(response(Mode.REMEDIATE, all())), Mode.REMEDIATE).actions())
        .noneMatch(action -> action.contains("*"))
        .noneMatch(
            action -> action.equalsIgnoreCase("Microsoft.Authorization/roleAssignments/write"))
        .noneMatch(action -> action.toLowerCase(java.util.Locale.ROOT).contains("elevateaccess"));
  }

  @Test
  void each_action_has_a_reason_that_names_the_remediation() {
    LeastRole role =
        LeastRole.of(
            List.of(response(Mode.REMEDIATE, "tag-snapshot", "delete-snapshot")), Mode.REMEDIATE);

    assertThat(role.actions()).allSatisfy(each -> assertThat(role.reasons(each)).isNotEmpty());
    assertThat(role.reasons("Microsoft.ContainerService/snapshots/delete"))
        .singleElement()
        .satisfies(reason -> assertThat(reason).startsWith("delete-snapshot: "));
    assertThat(role.reasons("microsoft.containerservice/SNAPSHOTS/read"))
        .hasSizeGreaterThanOrEqualTo(3);
  }
}
