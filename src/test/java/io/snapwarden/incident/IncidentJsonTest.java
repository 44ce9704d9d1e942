package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    JsonObject options = new JsonObject();
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
            "sha256:1",
            7);

    IncidentMessage read = MessageJson.read(MessageJson.write(detected));

    SnapshotWrite expected = Writes.aWrite().from("2001:db8::7").build();
    assertThat(read)
        .isEqualTo(
            new IncidentMessage.Detected(
                expected,
                detected.codes(),
                detected.reason(),
                detected.response(),
                detected.policyHash(),
                detected.targetsPerHour()));
  }

  /** One that is added is told apart in {@link MessageJson}, {@link Reception} and the sweep. */
  @Test
  void every_kind_of_message_comes_back_as_it_was_written() {
    SnapshotWrite write = Writes.aWrite().build();
    List<IncidentMessage> messages =
        List.of(
            new IncidentMessage.Detected(
                write, Set.of(ViolationCode.UNKNOWN_CALLER), "why", ResponseRule.BUILT_IN, "p", 7),
            new IncidentMessage.Advance(IncidentId.of(write)),
            IncidentMessage.NotUnderstood.of("event", "why", "what"),
            new IncidentMessage.Undecided(write, "sha256:1"),
            new IncidentMessage.Tell("ticket", "github", true));

    assertThat(messages)
        .extracting(Object::getClass)
        .asInstanceOf(InstanceOfAssertFactories.list(Class.class))
        .containsExactlyInAnyOrder(IncidentMessage.class.getPermittedSubclasses());
    assertThat(messages)
        .allSatisfy(
            message -> assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message));
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

  /** A wrong value anywhere is refused, and the way to it is told. */
  @Test
  void wherever_a_stored_incident_is_damaged_the_place_is_named() {
    Incident incident =
        IntStream.range(0, 100_000)
            .mapToObj(seed -> TestIncidents.random(new Random(seed)))
            .filter(IncidentJsonTest::isFull)
            .findFirst()
            .orElseThrow();
    String text = IncidentJson.write(incident);

    List<String> places = new ArrayList<>();
    damage(JsonParser.parseString(text), "$", places);

    assertThat(places)
        .contains("$.id", "$.steps[0].tries", "$.cause.write.caller.kind", "$.lease.until");
    assertThat(places).hasSizeGreaterThan(40);
    for (int i = 0; i < places.size(); i++) {
      JsonElement damaged = JsonParser.parseString(text);
      damage(damaged, "$", new ArrayList<>(), i);
      assertThatThrownBy(() -> IncidentJson.read(damaged.toString()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(places.get(i));
    }
  }

  private static boolean isFull(Incident incident) {
    return incident.lease() != null
        && incident.ticketRef() != null
        && !incident.events().isEmpty()
        && !incident.steps().isEmpty()
        && incident.answeredUntil() != null
        && incident.due() != null
        && incident.approval() != null
        && incident.approval().decision() != null
        && incident.approval().notBy() != null
        && !incident.steps().get(0).plan().isEmpty()
        && !incident.steps().get(0).touches().isEmpty()
        && incident.steps().get(0).touches().get(0).until() != null
        && incident.cause() instanceof Cause.Violation violation
        && !violation.codes().isEmpty()
        && violation.write().grant() != null
        && violation.write().clientAddress() != null;
  }

  private static void damage(JsonElement json, String path, List<String> places) {
    damage(json, path, places, -1);
  }

  /** Lists all places that hold one value, and puts a wrong one at the one with this number. */
  private static void damage(JsonElement json, String path, List<String> places, int number) {
    if (json instanceof JsonObject object) {
      for (String key : List.copyOf(object.keySet())) {
        String place = path + "." + key;
        if (key.equals("options")) {
          continue;
        }
        if (object.get(key).isJsonPrimitive()) {
          places.add(place);
          if (places.size() - 1 == number) {
            object.add(key, new JsonObject());
          }
        } else {
          damage(object.get(key), place, places, number);
        }
      }
    } else if (json instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        String place = path + "[" + i + "]";
        if (array.get(i).isJsonPrimitive()) {
          places.add(place);
          if (places.size() - 1 == number) {
            array.set(i, new JsonPrimitive(7));
          }
        } else {
          damage(array.get(i), place, places, number);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"face.de\"",
        "\"999.1.1.1\"",
        "\"1.2\"",
        "\"1.2.3.4.\"",
        "\"\uFF11.2.3.4\"",
        "\"localhost\"",
        "\".:1\"",
        "\"fe80::1%eth0\"",
        "\"\""
      })
  void what_is_no_address_is_refused_and_never_looked_up(String address) {
    JsonObject write = WriteJson.toJson(Writes.aWrite().from("203.0.113.1").build());
    write.add("address", JsonParser.parseString(address));

    assertThatThrownBy(() -> WriteJson.fromJson(write))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("$.address is unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e2", "99999999999", "\"1\"", "true", "null"})
  void a_number_that_is_no_whole_number_is_refused(String number) {
    JsonObject json =
        JsonParser.parseString(IncidentJson.write(TestIncidents.of(Writes.aWrite().build())))
            .getAsJsonObject();
    json.add("round", JsonParser.parseString(number));

    assertThatThrownBy(() -> IncidentJson.read(json.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("$.round");
  }
}
