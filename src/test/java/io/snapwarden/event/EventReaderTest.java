package io.snapwarden.event;

import static io.snapwarden.event.Fixtures.TID;
import static io.snapwarden.event.Fixtures.event;
import static io.snapwarden.event.Fixtures.only;
import static io.snapwarden.event.Fixtures.read;
import static io.snapwarden.event.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.SnapshotWrite.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event of each shape turns out to be. Who called: {@link CallerReaderTest}. */
@Tag("gson")
class EventReaderTest {

  private static final String OTHER_SUBSCRIPTION = "88888888-8888-8888-8888-888888888888";
  private static final ResourceId NIGHTLY = Writes.snapshot("aks-prod-west", "nightly-1");

  @Test
  void a_write_is_read_whole() {
    SnapshotWrite write = write(only(read("user")));

    assertThat(write.eventId()).isEqualTo("e0000000-0000-4000-8000-000000000001");
    assertThat(write.at()).isEqualTo(Instant.parse("2026-11-15T12:00:00.123456700Z"));
    assertThat(write.kind()).isEqualTo(SnapshotKind.NODE_POOL);
    assertThat(write.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(write.attempt()).isFalse();
    assertThat(write.target()).isEqualTo(NIGHTLY);
    assertThat(write.correlationId()).isEqualTo("c0c0c0c0-0000-4000-8000-00000000c0c0");
    assertThat(write.clientAddress()).isEqualTo(Writes.address("203.0.113.9"));
    assertThat(write.grant())
        .isEqualTo(
            new SnapshotWrite.Grant(
                "Contributor",
                "/subscriptions/" + Writes.SUBSCRIPTION,
                "0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e",
                "b24988ac618042a0ab8820f7382dd24c",
                "ffffffffffffffffffffffffffffffff",
                "Group"));
    assertThat(write.inconsistencies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "guest",
        "service-principal",
        "managed-identity",
        "pascal-case",
        "strings",
        "empty-parts",
        "absent-parts",
        "failure",
        "cancel"
      })
  void each_shape_of_event_is_a_sound_write(String name) {
    SnapshotWrite write = write(only(read(name)));

    assertThat(write.inconsistencies()).isEmpty();
    assertThat(write.at()).isEqualTo(Instant.parse("2026-11-15T12:00:00.123456700Z"));
    assertThat(write.correlationId()).isEqualTo("c0c0c0c0-0000-4000-8000-00000000c0c0");
  }

  @Test
  void both_schemas_say_the_same_alone_and_in_arrays() {
    Fixtures eventGrid = event("user");
    JsonObject cloud = event("guest").with("data", event("user").json().get("data")).json();
    cloud.add("id", eventGrid.json().get("id"));
    JsonArray both = new JsonArray();
    both.add(eventGrid.json());
    both.add(cloud);

    List<Reading> readings = new EventReader().read(both.toString());

    assertThat(readings)
        .containsExactly(only(read("user")), only(new EventReader().read(cloud.toString())));
    assertThat(readings.get(0)).isEqualTo(readings.get(1));
  }

  @Test
  void parts_may_be_json_in_strings_or_have_keys_in_another_casing() {
    assertThat(read("strings")).isEqualTo(read("user"));
    assertThat(read("pascal-case")).isEqualTo(read("user"));
    assertThat(read("user")).isEqualTo(withDataInAString(event("user").json()));
  }

  @Test
  void parts_may_be_empty_or_absent() {
    for (String name : List.of("empty-parts", "absent-parts")) {
      SnapshotWrite write = write(only(read(name)));

      assertThat(write.grant()).isNull();
      assertThat(write.clientAddress()).isNull();
      assertThat(write.caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
    }
  }

  @Test
  void a_broken_part_in_a_string_costs_only_that_part() {
    SnapshotWrite write =
        event("user")
            .data("authorization", "{\"evidence\":{")
            .data("httpRequest", "nothing")
            .write();

    assertThat(write.grant()).isNull();
    assertThat(write.clientAddress()).isNull();
    assertThat(write.caller().kind()).isEqualTo(Caller.Kind.USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"} ", " {}", "\\u00zz", "x"})
  void data_in_a_string_must_be_json_to_its_end(String more) {
    JsonObject event = event("user").json();
    event.addProperty("data", event.get("data").toString() + more);

    assertUnreadable(only(new EventReader().read(event.toString())), "$.data is not an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[]", "true", "\"nothing\"", "[{\"operationName\":\"x\"}]"})
  void data_of_a_write_must_be_an_object(String data) {
    assertUnreadable(
        event("user").with("data", JsonParser.parseString(data)).reading(),
        "$.data is not an object");
  }

  @Test
  void an_event_without_data_says_so() {
    assertUnreadable(event("user").with("data", (String) null).reading(), "$.data.operationName");
    assertUnreadable(event("user").without("data").reading(), "$.data");
  }

  @ParameterizedTest
  @CsvSource({"failure, FAILED", "cancel, CANCELLED", "user, SUCCEEDED"})
  void the_type_of_the_event_decides_how_the_write_ended(String name, Outcome outcome) {
    for (String status : List.of("Succeeded", "Failed", "Canceled", "Started", "")) {
      assertThat(event(name).data("status", status).write().outcome()).isEqualTo(outcome);
    }
    assertThat(event(name).withoutData("status").write().attempt())
        .isEqualTo(outcome != Outcome.SUCCEEDED);
  }

  @Test
  void an_unknown_end_of_a_write_is_not_guessed() {
    assertUnreadable(
        event("user").with("eventType", "Microsoft.Resources.ResourceWritePending").reading(),
        "how the write ended");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compute-snapshot", "tags-write", "delete", "validation"})
  void what_writes_no_aks_snapshot_is_unrelated(String name) {
    assertThat(only(read(name))).isInstanceOf(Reading.Unrelated.class);
    assertThat(only(read(name)).eventId()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.ContainerService/snapshots/writes",
        "Microsoft.ContainerService/snapshots/read",
        "Microsoft.ContainerService/snapshots/write/action",
        "Microsoft.ContainerService/snapshots/delete",
        "Microsoft.ContainerService/managedClusters/write",
        "Microsoft.ContainerService/fleets/snapshots/write",
        "XMicrosoft.ContainerService/snapshots/write",
        " Microsoft.ContainerService/snapshots/write",
        "Microsoft.Compute/snapshots/write",
        "Microsoft.Resources/tags/write",
        "",
      })
  void only_the_exact_operations_are_writes(String operation) {
    assertThat(event("user").data("operationName", operation).reading())
        .isInstanceOf(Reading.Unrelated.class);
  }

  @Test
  void operations_types_and_resources_may_come_in_any_casing() {
    Fixtures event = event("user");
    String resource = NIGHTLY.text().toUpperCase(Locale.ROOT);
    event.with("eventType", "MICROSOFT.RESOURCES.RESOURCEWRITESUCCESS").with("subject", resource);
    event.data("operationName", "microsoft.containerservice/SNAPSHOTS/Write");
    event.data("resourceUri", resource);

    SnapshotWrite write = event.write();

    assertThat(write.target()).isEqualTo(NIGHTLY);
    assertThat(write.target().text()).isEqualTo(resource);
    assertThat(write.inconsistencies()).isEmpty();
  }

  @Test
  void a_snapshot_of_a_whole_cluster_is_a_write_too() {
    SnapshotWrite write = write(only(read("managed-identity")));

    assertThat(write.kind()).isEqualTo(SnapshotKind.MANAGED_CLUSTER);
    assertThat(write.target().name()).isEqualTo("weekly-1");
  }

  @Test
  void of_the_records_of_one_request_only_the_end_is_a_write() {
    List<Reading> readings = read("activity-log");

    assertThat(readings).hasSize(3);
    assertThat(readings.subList(0, 2)).allMatch(Reading.Unrelated.class::isInstance);
    SnapshotWrite write = write(readings.get(2));
    assertThat(write.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(write.eventId()).isEqualTo("f0000000-0000-4000-8000-000000000003");
    assertThat(write.at()).isEqualTo(Instant.parse("2026-11-15T12:00:03.1234567Z"));
    assertThat(write.target()).isEqualTo(NIGHTLY);
    assertThat(write.caller().kind()).isEqualTo(Caller.Kind.APPLICATION);
    assertThat(write.clientAddress()).isEqualTo(Writes.address("203.0.113.9"));
    assertThat(write.inconsistencies()).isEmpty();
  }

  @Test
  void an_export_in_upper_case_is_read_too() {
    List<Reading> readings = read("export");

    assertThat(readings).hasSize(3);
    assertThat(readings.get(0)).isInstanceOf(Reading.Unrelated.class);
    assertThat(write(readings.get(2)).outcome()).isEqualTo(Outcome.FAILED);
    SnapshotWrite write = write(readings.get(1));
    assertThat(write.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(write.target()).isEqualTo(NIGHTLY);
    assertThat(write.caller().principal()).isEqualTo(Writes.PIPELINE_PRINCIPAL);
    assertThat(write.clientAddress()).isEqualTo(Writes.address("203.0.113.9"));
    assertThat(write.grant().role()).isEqualTo("Contributor");
    assertThat(write.eventId())
        .isEqualTo("record:c0c0c0c0-0000-4000-8000-00000000c0c0@2026-11-15T12:00:02.123456700Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"nobody\"", "{}", "null", "5"})
  void an_export_may_not_know_who_called(String identity) {
    JsonObject record = lastRecord("export");
    record.add("identity", JsonParser.parseString(identity));

    assertThat(write(only(new EventReader().read(record.toString()))).caller().kind())
        .isEqualTo(Caller.Kind.UNIDENTIFIED);
  }

  @Test
  void a_record_that_does_not_say_how_it_ended_is_unreadable() {
    JsonObject record = lastRecord("activity-log");
    record.remove("status");

    assertUnreadable(only(new EventReader().read(record.toString())), "how the write ended");
  }

  @Test
  void what_looks_like_a_page_inside_an_event_does_not_hide_it() {
    JsonElement decoy = JsonParser.parseString("[{\"id\":\"x\"}]");
    for (String key : List.of("value", "records")) {
      assertThat(event("user").data(key, decoy).reading()).isEqualTo(only(read("user")));
      assertThat(event("user").with(key, decoy).readings()).hasSize(2).contains(only(read("user")));
      JsonObject record = lastRecord("activity-log");
      record.add(key, decoy);
      assertThat(new EventReader().read("{\"value\":[" + record + "]}"))
          .singleElement()
          .isInstanceOf(Reading.Write.class);
    }
  }

  @Test
  void what_stands_in_the_data_is_no_part_of_the_envelope() {
    Fixtures event = event("user");
    for (String key : List.of("id", "eventType", "type", "eventTime", "time", "subject", "topic")) {
      event.data(key, "decoy");
    }
    event.data("data", event("guest").json().get("data"));

    assertThat(event.reading()).isEqualTo(only(read("user")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "eventType",
        "subject",
        "topic",
        "eventTime",
        "data",
        "operationName",
        "resourceUri",
        "subscriptionId",
        "tenantId",
        "correlationId",
        "claims",
        "authorization",
        "httpRequest",
        "clientIpAddress",
        "evidence",
        "principalId"
      })
  void a_key_that_comes_twice_makes_an_event_unreadable(String key) {
    String text = event("user").json().toString();
    String twice = text.replaceFirst("\"" + key + "\":", "\"" + key + "\":\"\",$0");

    assertThat(twice).isNotEqualTo(text);
    assertThat(only(new EventReader().read(twice)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            r -> assertThat(r.reason()).startsWith("$.").endsWith("." + key + " comes twice"));
  }

  @Test
  void a_key_that_comes_twice_in_a_string_is_found_at_its_place() {
    JsonObject event = event("user").json();
    String data = event.get("data").toString();
    event.addProperty("data", data.substring(0, data.length() - 1) + ",\"tenantId\":\"\"}");

    assertUnreadable(only(new EventReader().read(event.toString())), "$.data.tenantId comes twice");
  }

  @Test
  void a_key_of_the_data_must_not_come_in_the_envelope_too() {
    assertUnreadable(
        event("user").with("tenantId", Writes.ANOTHER_TENANT.toString()).reading(), "comes twice");
  }

  @Test
  void an_event_of_both_schemas_is_unreadable() {
    assertUnreadable(
        event("user").with("type", "Microsoft.Resources.ResourceDeleteSuccess").reading(),
        "$ has both");
  }

  @Test
  void without_an_id_or_a_time_nothing_can_be_decided() {
    assertUnreadable(event("user").without("id").reading(), "$.id is missing");
    assertUnreadable(event("user").with("id", "").reading(), "$.id is missing");
    assertUnreadable(event("user").without("eventTime").reading(), "time");
    assertUnreadable(event("user").without("eventType").reading(), "$.eventType");
    assertUnreadable(event("user").withoutData("operationName").reading(), "$.data.operationName");
    assertUnreadable(event("user").withoutData("resourceUri").reading(), "$.data.resourceUri");
    assertUnreadable(event("guest").without("time").reading(), "time");
  }

  @Test
  void without_a_correlation_id_the_event_stands_alone() {
    String id = "event:e0000000-0000-4000-8000-000000000001";

    assertThat(event("user").withoutData("correlationId").write().correlationId()).isEqualTo(id);
    assertThat(event("user").data("correlationId", "").write().correlationId()).isEqualTo(id);
  }

  @Test
  void a_record_without_any_id_is_unreadable() {
    JsonObject record = lastRecord("export");
    record.remove("correlationId");

    assertUnreadable(only(new EventReader().read(record.toString())), "$.id is missing");
  }

  @Test
  void over_long_ids_are_cut_down_and_stay_unlike_each_other() {
    String longest = "i".repeat(256);
    SnapshotWrite fits = event("user").with("id", longest).data("correlationId", longest).write();
    SnapshotWrite one =
        event("user").with("id", longest + "1").data("correlationId", longest + "1").write();
    SnapshotWrite two =
        event("user").with("id", longest + "2").data("correlationId", longest + "2").write();

    assertThat(fits.eventId()).isEqualTo(longest).isEqualTo(fits.correlationId());
    assertThat(one.eventId())
        .startsWith("sha256:")
        .hasSizeLessThan(256)
        .isNotEqualTo(two.eventId());
    assertThat(one.correlationId()).startsWith("sha256:").isNotEqualTo(two.correlationId());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-15T12:00:00Z, 2026-11-15T12:00:00Z",
    "2026-11-15T12:00:00.1234567Z, 2026-11-15T12:00:00.1234567Z",
    "2026-11-15T12:00:00.123456789Z, 2026-11-15T12:00:00.123456789Z",
    "2026-11-15T13:00:00.5+01:00, 2026-11-15T12:00:00.5Z",
    "2026-11-15T12:00:00.1234567, 2026-11-15T12:00:00.1234567Z",
  })
  void times_come_with_up_to_nine_digits_and_sometimes_without_a_zone(String text, Instant at) {
    assertThat(event("user").with("eventTime", text).write().at()).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "today",
        "2026-11-15",
        "2026-13-15T12:00:00Z",
        "1763208000",
        "0001-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "2026-11-15T12:00:00.1234567890Z",
      })
  void what_is_no_time_of_an_event_makes_it_unreadable(String time) {
    assertUnreadable(event("user").with("eventTime", time).reading(), "time of the event");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:4711, 203.0.113.9",
    "[2001:db8::1]:4711, 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
    "::ffff:203.0.113.9, 203.0.113.9",
  })
  void the_address_of_the_client_is_read_without_its_port(String text, String address) {
    assertThat(event("user").address(text).write().clientAddress())
        .isEqualTo(Writes.address(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "999.1.1.1", "not an address", "10.0.0.1/8"})
  void an_address_that_is_none_is_unknown(String text) {
    assertThat(event("user").address(text).write().clientAddress()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.Compute/snapshots/a",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.ContainerService/managedclustersnapshots/a",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.ContainerService/snapshots/a/b/c",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g/providers/Microsoft.ContainerService",
        "/subscriptions/55555555-5555-5555-5555-555555555555/providers/Microsoft.ContainerService/snapshots/a",
      })
  void a_resource_that_the_operation_does_not_write_is_unreadable(String resource) {
    assertUnreadable(
        event("user").data("resourceUri", resource).reading(), "the resource is another");
  }

  @Test
  void a_resource_that_is_no_id_is_unreadable() {
    for (String bad : List.of("", "/", NIGHTLY + "/", NIGHTLY + "%2e", "/subscriptions/../x/y")) {
      assertUnreadable(event("user").data("resourceUri", bad).reading(), "$.data.resourceUri");
    }
  }

  @Test
  void an_event_that_contradicts_itself_stays_a_write() {
    assertThat(event("user").with("subject", NIGHTLY + "x").write().inconsistencies())
        .containsExactly("the subject is not the resource");
    assertThat(event("user").data("subscriptionId", OTHER_SUBSCRIPTION).write().inconsistencies())
        .containsExactly("the subscription is not the resource's");
    assertThat(event("user").data("subscriptionId", "nonsense").write().inconsistencies())
        .containsExactly("the subscription is not the resource's");
    for (String topic : List.of("", "/", "/resourceGroups/a")) {
      topic = "/subscriptions/" + OTHER_SUBSCRIPTION + topic;
      assertThat(event("user").with("topic", topic).write().inconsistencies())
          .containsExactly("the topic is of another subscription");
      assertThat(event("guest").with("source", topic).write().inconsistencies())
          .containsExactly("the topic is of another subscription");
    }
    assertThat(
            event("user")
                .data("tenantId", Writes.ANOTHER_TENANT.toString())
                .write()
                .inconsistencies())
        .containsExactly("the caller's tenant is not the event's");
    assertThat(event("user").claim(TID, Writes.ANOTHER_TENANT.toString()).write().inconsistencies())
        .containsExactly("the caller's tenant is not the event's");
  }

  @Test
  void all_contradictions_are_told() {
    assertThat(
            event("user")
                .with("subject", "/")
                .with("topic", "/subscriptions/" + OTHER_SUBSCRIPTION)
                .data("subscriptionId", OTHER_SUBSCRIPTION)
                .data("tenantId", "-")
                .write()
                .inconsistencies())
        .hasSize(4);
  }

  @Test
  void the_same_id_in_another_spelling_is_no_contradiction() {
    Fixtures event = event("user");
    event.with("subject", NIGHTLY.text().toUpperCase(Locale.ROOT));
    event.with("topic", "/Subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/x");
    event.data("subscriptionId", "55555555555555555555555555555555/");
    event.data("tenantId", "11111111111111111111111111111111");

    assertThat(event.write().inconsistencies()).isEmpty();
    assertThat(event("user").with("topic", "somewhere").write().inconsistencies()).isEmpty();
    assertThat(
            event("user")
                .without("topic")
                .without("subject")
                .data("subscriptionId", "")
                .data("tenantId", "")
                .write()
                .inconsistencies())
        .isEmpty();
  }

  @Test
  void a_grant_is_what_the_event_says_and_no_longer_than_an_id() {
    Fixtures onlyRole = event("user");
    onlyRole.data("authorization", JsonParser.parseString("{\"evidence\":{\"ROLE\":\"Owner\"}}"));
    assertThat(onlyRole.write().grant())
        .isEqualTo(new SnapshotWrite.Grant("Owner", null, null, null, null, null));

    Fixtures tooLong = event("user");
    tooLong.data(
        "authorization",
        JsonParser.parseString("{\"evidence\":{\"role\":\"" + "r".repeat(2049) + "\"}}"));
    assertThat(tooLong.write().grant().role()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "[1", "{\"id\":\"\\u12xy\"}", "{'id':1}", "{}{}"})
  void what_is_no_json_is_unreadable(String text) {
    assertThat(new EventReader().read(text)).last().isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void what_is_no_event_is_unreadable_at_its_place() {
    assertUnreadable(only(new EventReader().read("{}")), "$ is no event");
    assertUnreadable(only(new EventReader().read("5")), "$ is not an object");
    List<Reading> readings = new EventReader().read("[null,[" + "],\"x\"]");
    assertThat(readings).hasSize(3);
    assertUnreadable(readings.get(1), "$[1] is not an object");
    assertThat(new EventReader().read("[]")).isEmpty();
  }

  @Test
  void one_bad_event_of_an_array_does_not_touch_the_others() {
    String bad = event("user").without("id").json().toString();

    List<Reading> readings =
        new EventReader().read("[" + bad + ",7," + Fixtures.line("user") + "]");

    assertThat(readings).hasSize(3);
    assertThat(readings.get(2)).isEqualTo(only(read("user")));
  }

  private static List<Reading> withDataInAString(JsonObject event) {
    event.addProperty("data", event.get("data").toString());
    return new EventReader().read(event.toString());
  }

  private static JsonObject lastRecord(String name) {
    JsonObject page = JsonParser.parseString(Fixtures.text(name)).getAsJsonObject();
    JsonArray records = page.getAsJsonArray(page.has("value") ? "value" : "records");
    return records.get(records.size() - 1).getAsJsonObject();
  }

  private static void assertUnreadable(Reading reading, String part) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Unreadable.class, r -> assertThat(r.reason()).contains(part));
  }
}
