package io.snapwarden.policy;

import static io.snapwarden.event.Writes.ALICE;
import static io.snapwarden.event.Writes.ANOTHER_TENANT;
import static io.snapwarden.event.Writes.BACKUP_IDENTITY;
import static io.snapwarden.event.Writes.MALLORY;
import static io.snapwarden.event.Writes.OUR_TENANT;
import static io.snapwarden.event.Writes.PIPELINE;
import static io.snapwarden.event.Writes.PIPELINE_PRINCIPAL;
import static io.snapwarden.event.Writes.PLATFORM_TEAM;
import static io.snapwarden.event.Writes.aWrite;
import static io.snapwarden.event.Writes.application;
import static io.snapwarden.event.Writes.doubtful;
import static io.snapwarden.event.Writes.in;
import static io.snapwarden.event.Writes.managedIdentity;
import static io.snapwarden.event.Writes.nobodyWeKnow;
import static io.snapwarden.event.Writes.snapshot;
import static io.snapwarden.event.Writes.user;
import static io.snapwarden.event.Writes.userThrough;
import static io.snapwarden.policy.ViolationCode.FOREIGN_TENANT;
import static io.snapwarden.policy.ViolationCode.INCONSISTENT_EVENT;
import static io.snapwarden.policy.ViolationCode.OUTSIDE_WINDOW;
import static io.snapwarden.policy.ViolationCode.OWN_IDENTITY;
import static io.snapwarden.policy.ViolationCode.SOURCE_ADDRESS;
import static io.snapwarden.policy.ViolationCode.TARGET_NOT_ALLOWED;
import static io.snapwarden.policy.ViolationCode.UNIDENTIFIED_CALLER;
import static io.snapwarden.policy.ViolationCode.UNKNOWN_CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class AllowlistTest {

  private static final Guid OURSELVES = Guid.of("0e0e0e0e-0000-0000-0000-000000000001");
  private static final String PROD =
      "\"/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-*/**\"";
  private static final String ALICE_ALONE = "{\"principal\": \"" + ALICE + "\"}";

  @Test
  void a_caller_and_a_target_that_a_rule_names_are_allowed() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    Verdict verdict = allowlist.decide(aWrite().by(user(ALICE)).build());

    assertThat(verdict).isEqualTo(new Verdict.Allowed("alices", "rule alices allows it: because"));
  }

  @Test
  void the_first_of_several_rules_that_allow_is_named() {
    Allowlist allowlist =
        allow(
            rule("expired", ALICE_ALONE, PROD, ", \"until\": \"2026-11-01T00:00:00Z\""),
            rule("first", ALICE_ALONE, PROD, ""),
            rule("second", ALICE_ALONE, PROD, ""));

    assertThat(allowedBy(allowlist, aWrite())).isEqualTo("first");
  }

  @Test
  void a_caller_whom_no_rule_names_is_unknown() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    Verdict.Violation violation = violation(allowlist, aWrite().by(user(MALLORY)));

    assertThat(violation.codes()).containsExactly(UNKNOWN_CALLER);
    assertThat(violation.reason()).isEqualTo("no rule names the caller, user " + MALLORY);
  }

  @Test
  void a_target_that_no_rule_for_the_caller_covers_is_not_allowed() {
    Allowlist allowlist =
        allow(
            rule("alices", ALICE_ALONE, PROD, ""),
            rule("mallorys", "{\"principal\": \"" + MALLORY + "\"}", PROD, ""));

    Verdict.Violation violation =
        violation(allowlist, aWrite().to(snapshot("aks-test", "nightly-1")));

    assertThat(violation.codes()).containsExactly(TARGET_NOT_ALLOWED);
    assertThat(violation.reason())
        .isEqualTo("rule alices names the caller, but no rule that does covers the target");
  }

  @Test
  void a_rule_holds_from_its_first_instant_until_just_before_its_last() {
    Allowlist allowlist =
        allow(
            rule(
                "november",
                ALICE_ALONE,
                PROD,
                ", \"notBefore\": \"2026-11-01T00:00:00Z\", \"until\": \"2026-12-01T00:00:00Z\""));

    assertThat(codes(allowlist, aWrite().at("2026-10-31T23:59:59.999Z")))
        .containsExactly(OUTSIDE_WINDOW);
    assertThat(codes(allowlist, aWrite().at("2026-11-01T00:00:00Z"))).isEmpty();
    assertThat(codes(allowlist, aWrite().at("2026-11-30T23:59:59.999Z"))).isEmpty();
    assertThat(codes(allowlist, aWrite().at("2026-12-01T00:00:00Z")))
        .containsExactly(OUTSIDE_WINDOW);
  }

  @Test
  void the_reason_says_which_window_was_missed() {
    Allowlist from =
        allow(rule("a", ALICE_ALONE, PROD, ", \"notBefore\": \"2026-12-01T00:00:00Z\""));
    Allowlist until = allow(rule("a", ALICE_ALONE, PROD, ", \"until\": \"2026-11-02T00:00:00Z\""));
    Allowlist both =
        allow(
            rule(
                "a",
                ALICE_ALONE,
                PROD,
                ", \"notBefore\": \"2026-11-01T00:00:00Z\", \"until\": \"2026-11-02T00:00:00Z\""));

    String begin = "rule a allows caller and target, but not at 2026-11-15T12:00:00Z ";
    assertThat(violation(from, aWrite()).reason())
        .isEqualTo(begin + "(from 2026-12-01T00:00:00Z on)");
    assertThat(violation(until, aWrite()).reason())
        .isEqualTo(begin + "(until 2026-11-02T00:00:00Z)");
    assertThat(violation(both, aWrite()).reason())
        .isEqualTo(begin + "(from 2026-11-01T00:00:00Z until 2026-11-02T00:00:00Z)");
  }

  @Test
  void a_rule_with_addresses_holds_for_no_other_address_and_for_none_at_all() {
    Allowlist allowlist =
        allow(rule("office", ALICE_ALONE, PROD, ", \"from\": [\"203.0.113.0/24\"]"));

    assertThat(codes(allowlist, aWrite().from("203.0.113.9"))).isEmpty();
    assertThat(codes(allowlist, aWrite().from("::ffff:203.0.113.9"))).isEmpty();
    assertThat(codes(allowlist, aWrite().from("203.0.114.9"))).containsExactly(SOURCE_ADDRESS);
    assertThat(codes(allowlist, aWrite().fromNowhereKnown())).containsExactly(SOURCE_ADDRESS);
    assertThat(violation(allowlist, aWrite().from("203.0.114.9")).reason())
        .isEqualTo("rule office allows caller and target, but not from 203.0.114.9");
    assertThat(violation(allowlist, aWrite()).reason())
        .isEqualTo("rule office allows caller and target, but not without a client address");
  }

  @Test
  void of_several_rules_the_one_that_fails_least_gives_the_codes() {
    String expired = ", \"until\": \"2026-11-01T00:00:00Z\"";
    String office = ", \"from\": [\"203.0.113.0/24\"]";
    Allowlist allowlist =
        allow(
            rule("both", ALICE_ALONE, PROD, expired + office),
            rule("address", ALICE_ALONE, PROD, office),
            rule("time", ALICE_ALONE, PROD, expired));

    Verdict.Violation violation = violation(allowlist, aWrite());

    assertThat(violation.codes()).containsExactly(SOURCE_ADDRESS);
    assertThat(violation.reason()).startsWith("rule address ");
  }

  @Test
  void a_rule_may_fail_in_time_and_in_address() {
    Allowlist allowlist =
        allow(
            rule(
                "both",
                ALICE_ALONE,
                PROD,
                ", \"until\": \"2026-11-01T00:00:00Z\", \"from\": [\"203.0.113.0/24\"]"));

    assertThat(codes(allowlist, aWrite()))
        .containsExactlyInAnyOrder(OUTSIDE_WINDOW, SOURCE_ADDRESS);
  }

  @Test
  void an_application_matches_only_when_it_calls_by_itself() {
    Allowlist allowlist =
        allow(rule("pipeline", "{\"application\": \"" + PIPELINE + "\"}", PROD, ""));

    assertThat(codes(allowlist, aWrite().by(application(PIPELINE_PRINCIPAL, PIPELINE)))).isEmpty();
    assertThat(
            codes(
                allowlist,
                aWrite().by(managedIdentity(PIPELINE_PRINCIPAL, PIPELINE, BACKUP_IDENTITY))))
        .isEmpty();
    assertThat(codes(allowlist, aWrite().by(userThrough(ALICE, PIPELINE))))
        .containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void a_managed_identity_matches_by_its_resource_in_any_case() {
    String identity = "{\"managedIdentity\": \"" + BACKUP_IDENTITY.text() + "\"}";
    Allowlist allowlist = allow(rule("backup", identity, PROD, ""));
    ResourceId shouted =
        ResourceId.of(
            BACKUP_IDENTITY.text().replace("aks-backup", "AKS-Backup").replace("Group", "group"));
    ResourceId another = ResourceId.of(BACKUP_IDENTITY.text() + "-2");

    assertThat(codes(allowlist, aWrite().by(managedIdentity(ALICE, PIPELINE, shouted)))).isEmpty();
    assertThat(codes(allowlist, aWrite().by(managedIdentity(ALICE, PIPELINE, another))))
        .containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void a_user_is_no_managed_identity_whatever_the_token_says() {
    Allowlist allowlist =
        allow(
            rule("backup", "{\"managedIdentity\": \"" + BACKUP_IDENTITY.text() + "\"}", PROD, ""));
    Caller odd =
        new Caller(
            Caller.Kind.USER, ALICE, null, OUR_TENANT, BACKUP_IDENTITY, Set.of(), null, null);

    assertThat(codes(allowlist, aWrite().by(odd))).containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void a_group_matches_its_members() {
    Allowlist allowlist = allow(rule("team", "{\"group\": \"" + PLATFORM_TEAM + "\"}", PROD, ""));

    assertThat(codes(allowlist, aWrite().by(in(Set.of(PLATFORM_TEAM, MALLORY), user(ALICE)))))
        .isEmpty();
    assertThat(codes(allowlist, aWrite().by(user(ALICE)))).containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void an_id_means_nothing_in_a_field_of_another_kind() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    assertThat(codes(allowlist, aWrite().by(application(MALLORY, ALICE))))
        .containsExactly(UNKNOWN_CALLER);
    assertThat(codes(allowlist, aWrite().by(in(Set.of(ALICE), user(MALLORY)))))
        .containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void a_caller_from_another_tenant_is_never_allowed() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    assertThat(codes(allowlist, aWrite().by(Writes.of(ANOTHER_TENANT, user(ALICE)))))
        .containsExactly(FOREIGN_TENANT);
  }

  @Test
  void an_unidentified_caller_is_never_allowed() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    Verdict.Violation violation =
        violation(allowlist, aWrite().by(doubtful(user(ALICE), "it is a user and a program")));

    assertThat(violation.codes()).containsExactly(UNIDENTIFIED_CALLER);
    assertThat(violation.reason()).contains("it is a user and a program");
    assertThat(codes(allowlist, aWrite().by(nobodyWeKnow()))).containsExactly(UNIDENTIFIED_CALLER);
  }

  @Test
  void an_event_that_contradicts_itself_is_never_allowed() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    Verdict.Violation violation =
        violation(allowlist, aWrite().contradictingItself("the subject is another snapshot"));

    assertThat(violation.codes()).containsExactly(INCONSISTENT_EVENT);
    assertThat(violation.reason()).contains("the subject is another snapshot");
  }

  @Test
  void our_own_identity_is_never_allowed_even_if_a_rule_names_it() {
    Allowlist allowlist = allow(rule("ours", "{\"principal\": \"" + OURSELVES + "\"}", PROD, ""));

    assertThat(codes(allowlist, aWrite().by(application(OURSELVES, PIPELINE))))
        .containsExactly(OWN_IDENTITY);
  }

  @Test
  void a_forged_event_carries_all_the_codes_that_apply() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));
    SnapshotWrite forged =
        aWrite()
            .by(Writes.of(ANOTHER_TENANT, doubtful(user(OURSELVES), "no scope")))
            .contradictingItself("the subject is another snapshot")
            .build();

    assertThat(((Verdict.Violation) allowlist.decide(forged)).codes())
        .containsExactlyInAnyOrder(
            INCONSISTENT_EVENT, UNIDENTIFIED_CALLER, FOREIGN_TENANT, OWN_IDENTITY);
  }

  @Test
  void without_an_own_identity_our_writes_look_like_anybodys() {
    Allowlist allowlist = Allowlist.compile(policy(rule("a", ALICE_ALONE, PROD, "")), null);

    assertThat(codes(allowlist, aWrite().by(application(OURSELVES, PIPELINE))))
        .containsExactly(UNKNOWN_CALLER);
  }

  @Test
  void a_rule_covers_only_the_type_that_it_names() {
    String nodePools =
        PROD.replace("/**", "/providers/Microsoft.ContainerService/snapshots/nightly-*");
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, nodePools, ""));
    ResourceId cluster =
        snapshot(Writes.SUBSCRIPTION, "aks-prod-1", SnapshotKind.MANAGED_CLUSTER, "nightly-1");

    assertThat(codes(allowlist, aWrite())).isEmpty();
    assertThat(codes(allowlist, aWrite().to(cluster))).containsExactly(TARGET_NOT_ALLOWED);
  }

  @Test
  void an_attempt_that_would_have_been_allowed_is_allowed() {
    Allowlist allowlist = allow(rule("alices", ALICE_ALONE, PROD, ""));

    assertThat(codes(allowlist, aWrite().thatFailed())).isEmpty();
  }

  private static String rule(String id, String caller, String target, String more) {
    return """
        {"id": "%s", "callers": [%s], "targets": [%s], "owner": "o", "reason": "because"%s}"""
        .formatted(id, caller, target, more);
  }

  private static Allowlist allow(String... rules) {
    return Allowlist.compile(policy(rules), OURSELVES);
  }

  private static Policy policy(String... rules) {
    return Policies.read("\"allow\": [" + String.join(",", rules) + "]");
  }

  private static Set<ViolationCode> codes(Allowlist allowlist, Writes write) {
    return allowlist.decide(write.build()).fold(allowed -> Set.of(), Verdict.Violation::codes);
  }

  private static String allowedBy(Allowlist allowlist, Writes write) {
    return ((Verdict.Allowed) allowlist.decide(write.build())).rule();
  }

  private static Verdict.Violation violation(Allowlist allowlist, Writes write) {
    return (Verdict.Violation) allowlist.decide(write.build());
  }
}
