package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class IncidentJsonTest {

  @Test
  void any_incident_comes_back_as_it_was_written() {
    for (int seed = 0; seed < 500; seed++) {
      Incident incident = TestIncidents.random(new Random(seed));

      Incident read = IncidentJson.read(IncidentJson.write(incident));

      assertThat(read).as("seed %d", seed).isEqualTo(incident);
    }
  }

  @Test
  void a_detected_write_comes_back_without_the_groups_that_have_decided_already() {
    SnapshotWrite write =
        Writes.aWrite()
            .by(Writes.in(Set.of(Writes.PLATFORM_TEAM), Writes.user(Writes.ALICE)))
            .from("2001:db8::7")
            .build();
    com.google.gson.JsonObject options = new com.google.gson.JsonObject();
    options.addProperty("some", "option");
    IncidentMessage.Detected detected =
        new IncidentMessage.Detected(
            write,
            Set.of(ViolationCode.UNKNOWN_CALLER, ViolationCode.FOREIGN_TENANT),
            "no rule names the caller",
            new ResponseRule(
                "production",
                List.of(),
                Set.of(),
                Mode.REMEDIATE,
                List.of(new RemediationChoice("tag-snapshot", options)),
                TicketChoice.DEFAULT,
                ResponseRule.APPROVAL_EXPIRES),
            "sha256:1");

    IncidentMessage read = MessageJson.read(MessageJson.write(detected));

    SnapshotWrite expected = Writes.aWrite().from("2001:db8::7").build();
    assertThat(read)
        .isEqualTo(
            new IncidentMessage.Detected(
                expected,
                detected.codes(),
                detected.reason(),
                detected.response(),
                detected.policyHash()));
  }

  @Test
  void a_message_stays_below_what_a_queue_holds_however_hostile_the_text() {
    String hostile = "\u0001".repeat(2_000_000);

    String message = MessageJson.write(IncidentMessage.NotUnderstood.of("event", "r", hostile));

    assertThat(message.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(48_000);
    assertThat(MessageJson.read(message))
        .isInstanceOfSatisfying(
            IncidentMessage.NotUnderstood.class,
            read -> {
              assertThat(read.whole()).isFalse();
              assertThat(read.length()).isEqualTo(2_000_000);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"version\":2,\"kind\":\"advance\",\"incident\":\"0123456789abcdef-0123456789abcdef01234567\"}",
        "{\"version\":1,\"kind\":\"other\"}",
        "{\"version\":1,\"kind\":\"advance\"}",
        "{\"version\":1,\"kind\":\"advance\",\"incident\":\"../../etc\"}",
        "{\"version\":1,\"kind\":\"detected\",\"write\":[]}",
        "{\"version\":\"1\",\"kind\":\"advance\"}"
      })
  void what_is_no_message_is_refused_by_name(String text) {
    assertThatThrownBy(() -> MessageJson.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(\\$|JSON|incident's id).*");
  }
}
