package io.snapwarden.policy;

import static io.snapwarden.event.Writes.PIPELINE;
import static io.snapwarden.event.Writes.aWrite;
import static io.snapwarden.event.Writes.application;
import static io.snapwarden.event.Writes.nobodyWeKnow;
import static io.snapwarden.event.Writes.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class ResponseChoiceTest {

  private static final Guid OURSELVES = Guid.of("0e0e0e0e-0000-0000-0000-000000000001");
  private static final String PROD =
      "\"/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-*/**\"";

  @Test
  void the_first_response_that_matches_counts() {
    Allowlist allowlist =
        respond(
            response("elsewhere", "\"targets\": [" + PROD.replace("prod", "test") + "]"),
            response("own", "\"violations\": [\"own-identity\"]"),
            response("prod", "\"targets\": [" + PROD + "], \"violations\": [\"unknown-caller\"]"),
            response("rest", ""));

    assertThat(violation(allowlist, aWrite()).response().id()).isEqualTo("prod");
    assertThat(violation(allowlist, aWrite().to(snapshot("g", "a"))).response().id())
        .isEqualTo("rest");
    assertThat(violation(allowlist, aWrite().by(application(OURSELVES, PIPELINE))).response().id())
        .isEqualTo("own");
  }

  @Test
  void any_code_of_a_response_is_enough() {
    Allowlist allowlist =
        respond(response("some", "\"violations\": [\"foreign-tenant\", \"inconsistent-event\"]"));

    Verdict.Violation violation =
        violation(allowlist, aWrite().by(nobodyWeKnow()).contradictingItself("two subscriptions"));

    assertThat(violation.response().id()).isEqualTo("some");
  }

  @Test
  void where_no_response_matches_the_built_in_one_opens_a_ticket() {
    Allowlist allowlist = respond(response("own", "\"violations\": [\"own-identity\"]"));

    Verdict.Violation violation = violation(allowlist, aWrite());

    assertThat(violation.response()).isEqualTo(ResponseRule.BUILT_IN);
    assertThat(violation.response().mode()).isEqualTo(Mode.TICKET);
  }

  @Test
  void an_attempt_gets_the_same_codes_and_at_most_a_ticket() {
    Allowlist allowlist = respond(response("rest", ""));

    Verdict.Violation wrote = violation(allowlist, aWrite());
    Verdict.Violation failed = violation(allowlist, aWrite().thatFailed());
    Verdict.Violation cancelled = violation(allowlist, aWrite().thatWasCancelled());

    assertThat(wrote.attempt()).isFalse();
    assertThat(wrote.response().mode()).isEqualTo(Mode.REMEDIATE);
    assertThat(wrote.response().remediations()).hasSize(1);
    assertThat(List.of(failed, cancelled))
        .allSatisfy(
            attempt -> {
              assertThat(attempt.attempt()).isTrue();
              assertThat(attempt.codes()).isEqualTo(wrote.codes());
              assertThat(attempt.response().id()).isEqualTo("rest");
              assertThat(attempt.response().mode()).isEqualTo(Mode.TICKET);
              assertThat(attempt.response().remediations()).isEmpty();
            });
  }

  @Test
  void an_attempt_that_is_only_to_be_observed_stays_so() {
    Allowlist allowlist = respond("{\"id\": \"watch\", \"when\": {}, \"mode\": \"observe\"}");

    assertThat(violation(allowlist, aWrite().thatFailed()).response().mode())
        .isEqualTo(Mode.OBSERVE);
  }

  private static String response(String id, String when) {
    return """
        {"id": "%s", "when": {%s}, "mode": "remediate", "remediations": ["tag-snapshot"]}"""
        .formatted(id, when);
  }

  private static Allowlist respond(String... responses) {
    return Allowlist.compile(
        Policies.read("\"responses\": [" + String.join(",", responses) + "]"), OURSELVES);
  }

  private static Verdict.Violation violation(Allowlist allowlist, Writes write) {
    return (Verdict.Violation) allowlist.decide(write.build());
  }
}
