package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.MemoryPolicyStore;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.SimulatedArm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LateDecisionTest {

  private static final String BAD = "{ \"version\": 1 ";
  private static final String NOBODY =
      "{\"version\": 1, \"tenant\": \"%s\", \"allow\": [], \"responses\": []}"
          .formatted(Writes.OUR_TENANT);

  private final MemoryPolicyStore store = new MemoryPolicyStore();
  private final List<String> log = new ArrayList<>();
  private final LateDecision late = new LateDecision(() -> store, policy(), policy());

  private static CurrentPolicy policy() {
    return new CurrentPolicy(new PolicyReader(new RemediationSpecs()), () -> NOBODY, null);
  }

  /** A policy in which members of one group may write all snapshots of our production. */
  private static String allowing(Guid group) {
    return """
        {
          "version": 1,
          "tenant": "%s",
          "allow": [
            {
              "id": "platform-team",
              "callers": [{ "group": "%s" }],
              "targets": ["/subscriptions/%s/resourceGroups/aks-prod-*/**"],
              "owner": "platform@contoso.example",
              "reason": "CHG-1"
            }
          ],
          "responses": [{ "id": "all", "when": {}, "mode": "remediate", "remediations": ["tag-snapshot"] }],
          "limits": { "remediatedTargetsPerHour": 3 }
        }
        """
        .formatted(Writes.OUR_TENANT, group, Writes.SUBSCRIPTION);
  }

  private static final String GOOD = allowing(Writes.PLATFORM_TEAM);

  private static SnapshotWrite byAMember(Guid... groups) {
    return Writes.aWrite().by(Writes.in(Set.of(groups), Writes.user(Writes.ALICE))).build();
  }

  private void upload(String text) {
    store.replace(store.current().orElse(null), text);
  }

  /** As the queue brings it: what the message does not carry is lost. */
  private static IncidentMessage.Undecided delivered(SnapshotWrite write) {
    return (IncidentMessage.Undecided)
        MessageJson.read(
            MessageJson.write(new IncidentMessage.Undecided(write, "sha256:" + Hash.hex(BAD))));
  }

  private JsonObject line() {
    assertThat(log).hasSize(1);
    return JsonParser.parseString(log.get(0)).getAsJsonObject();
  }

  @Test
  void what_the_last_good_policy_allows_leaves_one_line_and_nothing_else() {
    store.keepLastGood(GOOD);
    upload(BAD);

    assertThat(late.decide(delivered(byAMember(Writes.PLATFORM_TEAM)), log::add)).isEmpty();

    assertThat(line().get("verdict").getAsString()).isEqualTo("allowed");
    assertThat(line().get("rule").getAsString()).isEqualTo("platform-team");
    assertThat(line().get("policy").getAsString()).isEqualTo("sha256:" + Hash.hex(GOOD));
  }

  @Test
  void what_it_does_not_allow_is_responded_to_as_it_says() {
    store.keepLastGood(GOOD);
    upload(BAD);

    IncidentMessage.Detected detected = late.decide(delivered(byAMember()), log::add).orElseThrow();

    assertThat(detected.codes()).containsExactly(ViolationCode.UNKNOWN_CALLER);
    assertThat(detected.response().mode()).isEqualTo(Mode.REMEDIATE);
    assertThat(detected.policyHash()).isEqualTo("sha256:" + Hash.hex(GOOD));
    assertThat(detected.targetsPerHour()).isEqualTo(3);
    assertThat(line().get("verdict").getAsString()).isEqualTo("violation");
  }

  @Test
  void a_policy_mended_meanwhile_decides_rather_than_the_last_good_one() {
    store.keepLastGood(GOOD);
    upload(BAD);
    upload(NOBODY);

    assertThat(late.decide(delivered(byAMember(Writes.PLATFORM_TEAM)), log::add)).isPresent();

    assertThat(line().get("policy").getAsString()).isEqualTo("sha256:" + Hash.hex(NOBODY));
  }

  @Test
  void without_any_good_policy_it_is_a_violation_with_a_ticket() {
    upload(BAD);

    IncidentMessage.Detected detected =
        late.decide(delivered(byAMember(Writes.PLATFORM_TEAM)), log::add).orElseThrow();

    assertThat(detected.response().mode()).isEqualTo(Mode.TICKET);
    assertThat(detected.policyHash()).isEqualTo("none");
  }

  @Test
  void a_last_good_policy_that_turns_out_bad_allows_nobody_either() {
    store.keepLastGood("{}");
    upload(BAD);

    assertThat(late.decide(delivered(byAMember(Writes.PLATFORM_TEAM)), log::add))
        .map(detected -> detected.response().mode())
        .contains(Mode.TICKET);
  }

  @Test
  void a_newer_last_good_policy_counts_although_this_process_knows_an_older_one() {
    store.keepLastGood(GOOD);
    upload(BAD);
    late.decide(delivered(byAMember()), log::add);
    log.clear();
    store.keepLastGood(NOBODY);

    assertThat(late.decide(delivered(byAMember(Writes.PLATFORM_TEAM)), log::add)).isPresent();
  }

  @Test
  void only_an_undecided_message_carries_groups() {
    SnapshotWrite write = byAMember(Writes.PLATFORM_TEAM);
    store.keepLastGood(NOBODY);
    upload(BAD);

    IncidentMessage.Detected detected = late.decide(delivered(write), log::add).orElseThrow();

    assertThat(delivered(write))
        .isEqualTo(new IncidentMessage.Undecided(write, "sha256:" + Hash.hex(BAD)));
    assertThat(MessageJson.write(detected)).doesNotContain(Writes.PLATFORM_TEAM.toString());
  }

  @Test
  void a_token_full_of_groups_fits_into_a_message_and_more_than_fit_into_a_token_are_none() {
    SnapshotWrite full = byAMember(groups(200));
    SnapshotWrite forged = byAMember(groups(20_000));

    assertThat(delivered(full).write()).isEqualTo(full);
    assertThat(delivered(forged).write().caller().groups()).isEmpty();
    assertThat(MessageJson.write(new IncidentMessage.Undecided(full, "none")).length())
        .isLessThan(12_000);
  }

  private static Guid[] groups(int count) {
    return Stream.generate(() -> Guid.of(UUID.randomUUID().toString()))
        .limit(count)
        .toArray(Guid[]::new);
  }

  @Test
  void an_undecided_message_never_reaches_the_responder_itself() {
    try (World world = new World(SimulatedArm.start())) {
      world.enqueue(new IncidentMessage.Undecided(byAMember(), "none"));

      assertThatIllegalStateException()
          .isThrownBy(world::comeToRest)
          .withMessageContaining("decided before");
    }
  }
}
