package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.Writes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class PolicyWarningsTest {

  private static final String HEAD = "{\"version\": 1, \"tenant\": \"" + Writes.OUR_TENANT + "\"";

  private static final String UNTIL = ", \"until\": \"2027-06-01T00:00:00Z\"";

  @Test
  void a_rule_that_never_expires_or_soon_draws_a_warning() {
    String json =
        HEAD
            + ", \"allow\": [\n"
            + rule("forever", 1, "x", "")
            + ",\n"
            + rule("soon", 2, "x", ", \"until\": \"2026-11-29T11:59:59Z\"")
            + ",\n"
            + rule("later", 3, "x", ", \"until\": \"2026-11-29T12:00:00Z\"")
            + "], \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]}";

    List<Problem> warnings = Policies.good(json, Writes.AT).warnings();

    assertThat(warnings)
        .extracting(warning -> warning.line() + " " + warning.path() + " " + warning.message())
        .containsExactly(
            "2 $.allow[0] never expires: give it \"until\"",
            "3 $.allow[1].until expires within 14 days");
  }

  @Test
  void a_desk_that_there_is_not_draws_a_warning() {
    String json =
        HEAD
            + ", \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\","
            + " \"ticket\": {\"desk\": [\"ledger\", \"gihub\"]}}]}";

    assertThat(Policies.good(json, Writes.AT).warnings())
        .extracting(warning -> warning.path() + " " + warning.message())
        .containsExactly(
            "$.responses[0].ticket.desk[1] there is no such desk, so the ticket would stay in the"
                + " ledger; did you mean \"github\"?");
  }

  @Test
  void a_policy_without_a_catch_all_draws_a_warning() {
    assertThat(Policies.good(HEAD + "}", Writes.AT).warnings())
        .extracting(Problem::message)
        .containsExactly("no response has an empty \"when\": whatever none matches gets a ticket");
  }

  @Test
  void a_rule_that_an_earlier_one_makes_needless_draws_a_warning() {
    assertThat(shadowed(rule("wide", 1, "*", ""), rule("narrow", 1, "x", "")))
        .containsExactly(
            "$.allow[1] is never needed: all that it allows is allowed by \"wide\" on line 2");
    assertThat(shadowed(rule("same", 1, "x-*", ""), rule("too", 1, "x-*", UNTIL))).hasSize(1);
  }

  @Test
  void a_rule_that_adds_something_draws_no_warning_for_it() {
    String from = ", \"from\": [\"203.0.113.0/24\"]";
    assertThat(shadowed(rule("narrow", 1, "x", ""), rule("wide", 1, "*", ""))).isEmpty();
    assertThat(shadowed(rule("one", 1, "x", ""), rule("another", 2, "x", ""))).isEmpty();
    assertThat(shadowed(rule("until", 1, "x", UNTIL), rule("forever", 1, "x", ""))).isEmpty();
    assertThat(
            shadowed(
                rule("later", 1, "x", ", \"notBefore\": \"2026-12-01T00:00:00Z\""),
                rule("now", 1, "x", "")))
        .isEmpty();
    assertThat(shadowed(rule("office", 1, "x", from), rule("anywhere", 1, "x", ""))).isEmpty();
    assertThat(shadowed(rule("anywhere", 1, "x", ""), rule("office", 1, "x", from))).hasSize(1);
  }

  @Test
  void a_response_that_an_earlier_one_makes_needless_draws_a_warning() {
    String production = "\"/subscriptions/%s/resourceGroups/aks-prod/**\"";
    String all = "\"/subscriptions/%s/**\"";

    assertThat(unreached("\"targets\": [" + all + "]", "\"targets\": [" + production + "]"))
        .containsExactly(
            "$.responses[1] is never reached: all that it is for goes to \"first\" on line 2");
    assertThat(
            unreached(
                "\"violations\": [\"unknown-caller\", \"foreign-tenant\"]",
                "\"violations\": [\"foreign-tenant\"], \"targets\": [" + all + "]"))
        .hasSize(1);
  }

  @Test
  void a_response_that_is_for_something_more_draws_none() {
    String production = "\"targets\": [\"/subscriptions/%s/resourceGroups/aks-prod/**\"]";
    String all = "\"targets\": [\"/subscriptions/%s/**\"]";
    String foreign = "\"violations\": [\"foreign-tenant\"]";

    assertThat(unreached(production, all)).isEmpty();
    assertThat(unreached(foreign, production)).isEmpty();
    assertThat(unreached(all, foreign)).isEmpty();
    assertThat(unreached(foreign, "\"violations\": [\"foreign-tenant\", \"unknown-caller\"]"))
        .isEmpty();
  }

  @Test
  void no_write_is_ever_answered_by_a_response_that_is_said_to_be_needless() {
    RandomPolicies random = new RandomPolicies(20261128);
    int needless = 0;

    for (int i = 0; i < 3_000; i++) {
      Policy policy = random.policy();
      Allowlist allowlist = Allowlist.compile(policy, null);
      for (int later = 1; later < policy.responses().size(); later++) {
        if (ResponseShadows.before(policy.responses(), later) >= 0) {
          needless++;
          String id = policy.responses().get(later).id();
          for (int write = 0; write < 20; write++) {
            String answered =
                allowlist
                    .decide(random.write())
                    .fold(allowed -> "", violation -> violation.response().id());
            assertThat(answered).isNotEqualTo(id);
          }
        }
      }
    }
    assertThat(needless).isGreaterThan(300);
  }

  private static List<String> unreached(String first, String second) {
    String json =
        (HEAD
                + ", \"responses\": [\n{\"id\": \"first\", \"mode\": \"ticket\", \"when\": {"
                + first
                + "}},\n{\"id\": \"second\", \"mode\": \"ticket\", \"when\": {"
                + second
                + "}},\n{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]}")
            .replace("%s", Writes.SUBSCRIPTION.toString());
    return Policies.good(json, Writes.AT).warnings().stream()
        .map(warning -> warning.path() + " " + warning.message())
        .toList();
  }

  @Test
  void a_rule_that_has_expired_is_no_problem_to_a_reader_that_looks_back() {
    String json =
        HEAD
            + ", \"allow\": ["
            + rule("old", 1, "x", ", \"until\": \"2020-01-01T00:00:00Z\"")
            + "]}";

    assertThat(Policies.good(json, Instant.EPOCH).policy().allow()).hasSize(1);
    assertThat(Policies.bad(json).problems()).hasSize(1);
  }

  @Test
  void rules_are_not_compared_each_with_each() {
    String json =
        HEAD
            + ", \"allow\": ["
            + IntStream.range(0, 30_000)
                .mapToObj(i -> rule("rule-" + i, 1, "x", UNTIL))
                .collect(Collectors.joining(","))
            + "]}";

    PolicyReading.Good good =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> Policies.good(json, Writes.AT));

    assertThat(good.warnings()).hasSize(30_000);
  }

  private static List<String> shadowed(String first, String second) {
    String json =
        HEAD
            + ", \"allow\": [\n"
            + first
            + ",\n"
            + second
            + "], \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]}";
    return Policies.good(json, Writes.AT).warnings().stream()
        .filter(warning -> !warning.message().startsWith("never expires"))
        .map(warning -> warning.path() + " " + warning.message())
        .toList();
  }

  private static String rule(String id, int caller, String name, String more) {
    String snapshots = "/resourceGroups/g/providers/" + SnapshotKind.NODE_POOL.type() + "/";
    String target = "/subscriptions/" + Writes.SUBSCRIPTION + snapshots + name;
    return """
        {"id": "%s", "callers": [{"principal": "%s"}], "targets": ["%s"],
        "owner": "o", "reason": "r"%s}"""
        .replace("\n", " ")
        .formatted(id, new Guid(0, caller), target, more);
  }
}
