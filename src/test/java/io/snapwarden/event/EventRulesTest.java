package io.snapwarden.event;

import static io.snapwarden.event.EventTexts.ALICE;
import static io.snapwarden.event.EventTexts.LONG;
import static io.snapwarden.event.EventTexts.TARGET;
import static io.snapwarden.event.EventTexts.TENANT;
import static io.snapwarden.event.EventTexts.UPN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class EventRulesTest {

  private final EventReader reader = new EventReader();

  private Reading only(JsonElement event) {
    List<Reading> readings = reader.read(event.toString());
    assertThat(readings).hasSize(1);
    return readings.get(0);
  }

  private SnapshotWrite write(JsonElement event) {
    Reading reading = only(event);
    assertThat(reading).isInstanceOf(Reading.Write.class);
    return ((Reading.Write) reading).write();
  }

  private SnapshotWrite write(Consumer<JsonObject> change) {
    return write(changed(change));
  }

  private static JsonObject changed(Consumer<JsonObject> change) {
    JsonObject event = EventTexts.eventGrid();
    change.accept(event);
    return event;
  }

  private static JsonObject data(JsonObject event) {
    return event.getAsJsonObject("data");
  }

  private Caller caller(JsonObject claims) {
    return write(event -> data(event).add("claims", claims)).caller();
  }

  @Test
  void a_write_is_read_with_who_what_when_and_from_where() throws Exception {
    SnapshotWrite write = write(EventTexts.eventGrid());

    assertThat(write.eventId()).isEqualTo("831e1650-001e-001b-66ab-eeb76e069631");
    assertThat(write.at()).isEqualTo(Instant.parse("2026-11-20T10:00:00.958410300Z"));
    assertThat(write.kind()).isEqualTo(SnapshotKind.NODE_POOL);
    assertThat(write.outcome()).isEqualTo(SnapshotWrite.Outcome.SUCCEEDED);
    assertThat(write.target()).isEqualTo(ResourceId.of(TARGET));
    assertThat(write.correlationId()).isEqualTo("6a2d5c3e-1b0f-4f4b-9d58-6a4f5d1b7e90");
    assertThat(write.clientAddress()).isEqualTo(Writes.address("203.0.113.7"));
    assertThat(write.inconsistencies()).isEmpty();
    assertThat(write.caller().kind()).isEqualTo(Caller.Kind.USER);
    assertThat(write.caller().principal()).isEqualTo(Guid.of(ALICE));
    assertThat(write.caller().tenant()).isEqualTo(Guid.of(TENANT));
    assertThat(write.caller().name()).isEqualTo("alice@contoso.example");
    assertThat(write.caller().groups())
        .containsExactly(Guid.of("44444444-4444-4444-4444-444444444444"));
    assertThat(write.grant().principalType()).isEqualTo("Group");
  }

  @Test
  void a_cloud_event_says_the_same() {
    assertThat(write(EventTexts.cloudEvent())).isEqualTo(write(EventTexts.eventGrid()));
  }

  @Test
  void an_array_holds_many_events_and_an_empty_one_none() {
    JsonArray array = new JsonArray();
    array.add(EventTexts.eventGrid());
    array.add(EventTexts.cloudEvent());
    array.add(7);

    assertThat(reader.read(array.toString()))
        .hasSize(3)
        .last()
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains("$[2]"));
    assertThat(reader.read("[]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "claims", "httpRequest"})
  void a_part_may_be_json_in_a_string(String part) {
    SnapshotWrite write =
        write(event -> data(event).addProperty(part, data(event).get(part).toString()));

    assertThat(write).isEqualTo(write(EventTexts.eventGrid()));
  }

  static Stream<Arguments> absent() {
    return Stream.of("authorization", "claims", "httpRequest")
        .flatMap(
            part ->
                Stream.of(
                        new JsonPrimitive(""),
                        new JsonObject(),
                        JsonNull.INSTANCE,
                        (JsonElement) null)
                    .map(value -> Arguments.of(part, value)));
  }

  @ParameterizedTest
  @MethodSource("absent")
  void a_part_may_be_empty_or_absent(String part, JsonElement value) {
    SnapshotWrite write =
        write(
            event -> {
              data(event).remove(part);
              if (value != null) {
                data(event).add(part, value);
              }
            });

    assertThat(write.target()).isEqualTo(ResourceId.of(TARGET));
    if (part.equals("claims")) {
      assertThat(write.caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
    }
  }

  @Test
  void keys_inside_the_authorization_may_be_in_any_case() {
    SnapshotWrite write =
        write(
            event -> {
              JsonObject evidence = new JsonObject();
              evidence.addProperty("PrincipalType", "User");
              evidence.addProperty("ROLE", "Owner");
              JsonObject authorization = new JsonObject();
              authorization.add("Evidence", evidence);
              data(event).add("authorization", authorization);
            });

    assertThat(write.grant().principalType()).isEqualTo("User");
    assertThat(write.grant().role()).isEqualTo("Owner");
  }

  @ParameterizedTest
  @CsvSource({
    "Microsoft.Resources.ResourceWriteSuccess, SUCCEEDED",
    "microsoft.resources.resourcewritesuccess, SUCCEEDED",
    "Microsoft.Resources.ResourceWriteFailure, FAILED",
    "Microsoft.Resources.ResourceWriteCancel, CANCELLED"
  })
  void the_event_type_says_how_it_ended_whatever_the_status_says(
      String type, SnapshotWrite.Outcome outcome) {
    SnapshotWrite write = write(event -> event.addProperty("eventType", type));

    assertThat(write.outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.Compute/snapshots/write",
        "Microsoft.ContainerService/managedClusters/write",
        "Microsoft.Resources/tags/write",
        "Microsoft.ContainerService/snapshots/delete",
        "Microsoft.ContainerService/snapshots/write/action",
        "XMicrosoft.ContainerService/snapshots/write"
      })
  void another_operation_is_unrelated(String operation) {
    assertThat(only(changed(event -> data(event).addProperty("operationName", operation))))
        .isInstanceOfSatisfying(
            Reading.Unrelated.class,
            unrelated -> assertThat(unrelated.reason()).contains(operation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.Resources.ResourceDeleteSuccess",
        "Microsoft.Resources.ResourceActionSuccess",
        "Microsoft.EventGrid.SubscriptionValidationEvent",
        "Microsoft.Storage.BlobCreated"
      })
  void another_event_type_is_unrelated(String type) {
    assertThat(only(changed(event -> event.addProperty("eventType", type))))
        .isInstanceOf(Reading.Unrelated.class);
  }

  @Test
  void operations_and_ids_count_in_any_case() {
    SnapshotWrite write =
        write(
            event -> {
              data(event)
                  .addProperty("operationName", "MICROSOFT.CONTAINERSERVICE/SNAPSHOTS/WRITE");
              data(event).addProperty("resourceUri", TARGET.toUpperCase(Locale.ROOT));
            });

    assertThat(write.target()).isEqualTo(ResourceId.of(TARGET));
    assertThat(write.inconsistencies()).isEmpty();
  }

  @Test
  void a_managed_cluster_snapshot_is_one_too() {
    String target = TARGET.replace("/snapshots/", "/managedclustersnapshots/");

    SnapshotWrite write =
        write(
            event -> {
              event.addProperty("subject", target);
              data(event).addProperty("resourceUri", target);
              data(event)
                  .addProperty(
                      "operationName", "Microsoft.ContainerService/managedclustersnapshots/write");
            });

    assertThat(write.kind()).isEqualTo(SnapshotKind.MANAGED_CLUSTER);
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        unreadable("$.data.resourceUri", e -> data(e).remove("resourceUri")),
        unreadable("$.data.resourceUri", e -> data(e).addProperty("resourceUri", 7)),
        unreadable("$.data.resourceUri", e -> data(e).addProperty("resourceUri", TARGET + "/")),
        unreadable("$.data.resourceUri", e -> data(e).addProperty("resourceUri", TARGET + "/../x")),
        unreadable("another", e -> data(e).addProperty("resourceUri", TARGET + "/a/b")),
        unreadable(
            "another",
            e -> data(e).addProperty("resourceUri", TARGET.replace("ContainerService", "Compute"))),
        unreadable("$.data.operationName", e -> data(e).remove("operationName")),
        unreadable("$.data.operationName", e -> e.remove("data")),
        unreadable("$.data", e -> e.addProperty("data", "no")),
        unreadable("$.eventType", e -> e.remove("eventType")),
        unreadable("type", e -> e.addProperty("type", "Microsoft.Storage.BlobCreated")),
        unreadable("time", e -> e.remove("eventTime")),
        unreadable("time", e -> e.addProperty("eventTime", "yesterday")),
        unreadable("$.id", e -> e.remove("id")),
        unreadable("$.id", e -> e.addProperty("id", "")));
  }

  private static Arguments unreadable(String reason, Consumer<JsonObject> change) {
    return Arguments.of(reason, change);
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void a_write_that_lacks_what_must_be_known_is_unreadable_and_says_where(
      String reason, Consumer<JsonObject> change) {
    assertThat(only(changed(change)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "\"text\"",
        "{",
        "{\"id\":",
        "[{}",
        "{\"id\":\"1\",}",
        "{'id':'1'}",
        "{\"id\":\"1\"} {\"id\":\"2\"}",
        "nonsense"
      })
  void what_is_no_event_is_unreadable(String text) {
    assertThat(reader.read(text)).isNotEmpty().last().isInstanceOf(Reading.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({"data", "id", "eventType", "eventTime", "subject"})
  void a_key_that_comes_twice_makes_the_event_unreadable(String key) {
    String event = EventTexts.eventGrid().toString();
    String twice =
        "{\"%s\":%s,%s".formatted(key, EventTexts.eventGrid().get(key), event.substring(1));

    assertThat(reader.read(twice).get(0))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains(key, "twice"));
  }

  @Test
  void an_event_is_not_hidden_by_looking_like_a_page_too() {
    JsonObject inside = changed(event -> data(event).add("value", new JsonArray()));
    JsonObject beside = changed(event -> event.add("records", new JsonArray()));

    assertThat(write(inside)).isEqualTo(write(EventTexts.eventGrid()));
    assertThat(write(beside)).isEqualTo(write(EventTexts.eventGrid()));
  }

  @Test
  void each_kind_of_caller_is_known_by_its_marks() {
    assertThat(caller(EventTexts.user()).kind()).isEqualTo(Caller.Kind.USER);
    assertThat(caller(EventTexts.guest()).kind()).isEqualTo(Caller.Kind.USER);
    assertThat(caller(EventTexts.guest()).name()).isEqualTo("guest@fabrikam.example");
    assertThat(caller(EventTexts.application()).kind()).isEqualTo(Caller.Kind.APPLICATION);
    assertThat(caller(EventTexts.application()).appOnly()).isTrue();
    Caller identity = caller(EventTexts.managedIdentity());
    assertThat(identity.kind()).isEqualTo(Caller.Kind.MANAGED_IDENTITY);
    assertThat(identity.managedIdentity().name()).isEqualTo("backup");
  }

  static Stream<Arguments> doubts() {
    return Stream.of(
        doubt("object id", c -> c.remove(LONG + "objectidentifier")),
        doubt("object id", c -> c.addProperty(LONG + "objectidentifier", "alice")),
        doubt("tenant", c -> c.remove(LONG + "tenantid")),
        doubt("application", c -> c.addProperty("appid", "the-cli")),
        doubt("two values for oid", c -> c.addProperty("oid", TENANT)),
        doubt("two values for tid", c -> c.addProperty("tid", ALICE)),
        doubt("two values for scp", c -> c.addProperty("scp", "other")),
        doubt("user and of an application", c -> c.addProperty("idtyp", "app")),
        doubt("neither a user's nor an application's", c -> c.addProperty("idtyp", "device")),
        doubt(
            "managed identity",
            c -> c.add("xms_mirid", EventTexts.managedIdentity().get("xms_mirid"))),
        doubt(
            "not user_impersonation",
            c -> {
              c.remove(UPN);
              c.addProperty(LONG + "scope", "user_impersonation_not");
            }),
        doubt(
            "neither a user's marks nor",
            c -> {
              c.remove(UPN);
              c.remove(LONG + "scope");
              c.remove("appid");
            }));
  }

  private static Arguments doubt(String doubt, Consumer<JsonObject> change) {
    return Arguments.of(doubt, change);
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void a_caller_whose_claims_leave_a_doubt_is_unidentified(
      String doubt, Consumer<JsonObject> change) {
    JsonObject claims = EventTexts.user();
    change.accept(claims);

    Caller caller = caller(claims);

    assertThat(caller.kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
    assertThat(caller.doubt()).contains(doubt);
    assertThat(caller.groups()).isEmpty();
  }

  @Test
  void a_managed_identity_with_an_id_that_is_none_is_unidentified() {
    JsonObject claims = EventTexts.managedIdentity();
    claims.addProperty("xms_mirid", "/not/an/id");

    assertThat(caller(claims).kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
  }

  @Test
  void claims_that_are_no_object_identify_nobody() {
    assertThat(write(event -> data(event).addProperty("claims", "{\"oid\":")).caller().kind())
        .isEqualTo(Caller.Kind.UNIDENTIFIED);
    assertThat(write(event -> data(event).add("claims", new JsonArray())).caller().doubt())
        .contains("not an object");
  }

  @Test
  void the_role_assignment_never_identifies_the_caller() {
    SnapshotWrite write = write(event -> data(event).add("claims", new JsonObject()));

    assertThat(write.grant().principalId()).isEqualTo("bbbbbbbb000000000000000000000009");
    assertThat(write.caller().principal()).isNull();
    assertThat(write.caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
  }

  @Test
  void on_group_overage_no_group_counts() {
    JsonObject claims = EventTexts.user();
    claims.add("_claim_names", new JsonObject());

    assertThat(caller(claims).groups()).isEmpty();
  }

  @Test
  void groups_may_be_joined_by_commas_or_an_array() {
    String one = "44444444-4444-4444-4444-444444444444";
    String two = "44444444444444444444444444444445";
    JsonObject joined = EventTexts.user();
    joined.addProperty("groups", one + ", " + two + ",nonsense");
    JsonArray array = new JsonArray();
    array.add(one);
    array.add(two);
    JsonObject listed = EventTexts.user();
    listed.add("groups", array);

    assertThat(caller(joined).groups()).containsExactlyInAnyOrder(Guid.of(one), Guid.of(two));
    assertThat(caller(listed).groups()).isEqualTo(caller(joined).groups());
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of("subject", change(e -> e.addProperty("subject", TARGET + "2"))),
        Arguments.of("subscription", change(e -> data(e).addProperty("subscriptionId", TENANT))),
        Arguments.of("subscription", change(e -> data(e).addProperty("subscriptionId", "x"))),
        Arguments.of("topic", change(e -> e.addProperty("topic", "/subscriptions/" + TENANT))),
        Arguments.of("tenant", change(e -> data(e).addProperty("tenantId", ALICE))));
  }

  private static Consumer<JsonObject> change(Consumer<JsonObject> change) {
    return change;
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void an_event_that_contradicts_itself_is_still_a_write_and_says_so(
      String what, Consumer<JsonObject> change) {
    assertThat(write(change).inconsistencies())
        .singleElement()
        .satisfies(inconsistency -> assertThat(inconsistency).contains(what));
  }

  @Test
  void a_slash_behind_a_subscription_and_missing_dashes_are_no_contradiction() {
    SnapshotWrite write =
        write(
            event -> {
              data(event)
                  .addProperty("subscriptionId", EventTexts.SUBSCRIPTION.replace("-", "") + "/");
              event.remove("subject");
              event.remove("topic");
            });

    assertThat(write.inconsistencies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "203.0.113.7:51000, 203.0.113.7",
    "2001:db8::7, 2001:db8::7",
    "[2001:db8::7]:51000, 2001:db8::7",
    "::ffff:203.0.113.7, 203.0.113.7"
  })
  void an_address_is_read_with_or_without_a_port(String text, String address) throws Exception {
    SnapshotWrite write =
        write(
            event ->
                data(event).getAsJsonObject("httpRequest").addProperty("clientIpAddress", text));

    assertThat(write.clientAddress()).isEqualTo(Writes.address(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.com",
        "1.2",
        "1.2.3.4.5",
        "256.1.1.1",
        "999.1.1.1",
        "1..2.3",
        "1.2.3.",
        ".1.2.3",
        "face.de",
        "fe80::1%eth0",
        "::g"
      })
  void what_is_no_address_is_none_and_no_name_server_is_asked(String text) {
    SnapshotWrite write =
        write(
            event ->
                data(event).getAsJsonObject("httpRequest").addProperty("clientIpAddress", text));

    assertThat(write.clientAddress()).isNull();
  }

  @Test
  void over_long_ids_stay_as_unlike_each_other_as_they_were() {
    String start = "x".repeat(5000);

    SnapshotWrite one = write(event -> data(event).addProperty("correlationId", start + "1"));
    SnapshotWrite two = write(event -> data(event).addProperty("correlationId", start + "2"));

    assertThat(one.correlationId()).hasSizeLessThanOrEqualTo(256).isNotEqualTo(two.correlationId());
    assertThat(write(event -> event.addProperty("id", start)).eventId())
        .hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void without_a_correlation_id_the_event_stands_for_itself() {
    assertThat(write(event -> data(event).remove("correlationId")).correlationId())
        .isEqualTo("event:831e1650-001e-001b-66ab-eeb76e069631");
  }

  @Test
  void a_page_of_the_activity_log_gives_only_what_has_ended() {
    JsonObject page =
        EventTexts.page(
            "value",
            EventTexts.record("Started"),
            EventTexts.record("Accepted"),
            EventTexts.record("Succeeded"),
            EventTexts.record("Failed"));

    List<Reading> readings = reader.read(page.toString());

    assertThat(readings).hasSize(4);
    assertThat(readings.subList(0, 2)).allMatch(Reading.Unrelated.class::isInstance);
    SnapshotWrite write = ((Reading.Write) readings.get(2)).write();
    assertThat(write.caller()).isEqualTo(write(EventTexts.eventGrid()).caller());
    assertThat(write.target()).isEqualTo(ResourceId.of(TARGET));
    assertThat(write.eventId()).isEqualTo("e-Succeeded");
    assertThat(((Reading.Write) readings.get(3)).write().attempt()).isTrue();
  }

  @Test
  void an_export_says_the_same_in_upper_case() {
    JsonObject export =
        EventTexts.page("records", EventTexts.exported("Start"), EventTexts.exported("Success"));

    List<Reading> readings = reader.read(export.toString());

    assertThat(readings.get(0)).isInstanceOf(Reading.Unrelated.class);
    SnapshotWrite write = ((Reading.Write) readings.get(1)).write();
    assertThat(write.target()).isEqualTo(ResourceId.of(TARGET));
    assertThat(write.caller().principal()).isEqualTo(Guid.of(ALICE));
    assertThat(write.clientAddress()).isNotNull();
    assertThat(write.inconsistencies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"\"", "null", "7"})
  void an_export_without_an_identity_has_an_unidentified_caller(String identity) {
    JsonObject record = EventTexts.exported("Success");
    record.add("identity", com.google.gson.JsonParser.parseString(identity));

    assertThat(write(record).caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
  }
}
