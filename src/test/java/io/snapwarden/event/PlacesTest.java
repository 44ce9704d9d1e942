package io.snapwarden.event;

import static io.snapwarden.event.EventTexts.ALICE;
import static io.snapwarden.event.EventTexts.LONG;
import static io.snapwarden.event.EventTexts.TARGET;
import static io.snapwarden.event.EventTexts.TENANT;
import static io.snapwarden.event.EventTexts.UPN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key counts in its own place, once, and as the kind of value that Azure writes there. */
@Tag("gson")
class PlacesTest {

  private static final String ANOTHER = TARGET + "-2";

  private static Reading read(String event) {
    List<Reading> readings = new EventReader().read(event);
    assertThat(readings).hasSize(1);
    return readings.get(0);
  }

  private static Reading read(JsonElement event) {
    return read(event.toString());
  }

  private static SnapshotWrite write(JsonElement event) {
    Reading reading = read(event);
    assertThat(reading).isInstanceOf(Reading.Write.class);
    return ((Reading.Write) reading).write();
  }

  private static JsonObject event(Consumer<JsonObject> change) {
    JsonObject event = EventTexts.eventGrid();
    change.accept(event);
    return event;
  }

  private static JsonObject data(JsonObject event) {
    return event.getAsJsonObject("data");
  }

  private static void assertUnreadable(Reading reading, String... reasons) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains(reasons));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "eventType",
        "type",
        "eventTime",
        "time",
        "subject",
        "topic",
        "source",
        "resourceId",
        "eventDataId",
        "resultType",
        "caller",
        "callerIpAddress",
        "eventTimestamp"
      })
  void nothing_in_the_data_stands_for_the_envelope(String key) {
    JsonObject event = event(e -> data(e).addProperty(key, ANOTHER));

    assertThat(write(event)).isEqualTo(write(EventTexts.eventGrid()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resourceId",
        "callerIpAddress",
        "time",
        "eventTimestamp",
        "eventDataId",
        "status"
      })
  void nothing_beside_the_data_stands_for_what_is_in_it(String key) {
    JsonObject event = event(e -> e.addProperty(key, ANOTHER));

    assertThat(write(event)).isEqualTo(write(EventTexts.eventGrid()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"operationName", "correlationId", "subscriptionId", "tenantId"})
  void what_stands_in_the_data_and_beside_it_makes_a_write_unreadable(String key) {
    assertUnreadable(read(event(e -> e.addProperty(key, ANOTHER))), key, "twice");
  }

  @Test
  void claims_identify_nobody_outside_of_the_data() {
    JsonObject event =
        event(
            e -> {
              data(e).remove("claims");
              e.add("claims", EventTexts.user());
              JsonObject identity = new JsonObject();
              identity.add("claims", EventTexts.user());
              data(e).add("identity", identity);
            });

    assertThat(write(event).caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
  }

  @Test
  void an_identity_holds_claims_and_authorization_and_nothing_else() {
    JsonObject record = EventTexts.exported("Success");
    record.getAsJsonObject("identity").addProperty("resourceId", ANOTHER);
    record.getAsJsonObject("identity").addProperty("operationName", "Microsoft.X/y/write");

    assertThat(write(record)).isEqualTo(write(EventTexts.exported("Success")));
  }

  @Test
  void claims_in_two_places_of_a_record_are_not_chosen_from() {
    JsonObject record = EventTexts.exported("Success");
    record.add("claims", EventTexts.application());

    assertUnreadable(read(record), "claims", "twice");
  }

  static Stream<Arguments> twice() {
    return Stream.of(
        Arguments.of("\"claims\":", "\"claims\":{},", "$.data.claims"),
        Arguments.of("\"authorization\":", "\"authorization\":{},", "$.data.authorization"),
        Arguments.of("\"httpRequest\":", "\"httpRequest\":{},", "$.data.httpRequest"),
        Arguments.of("\"operationName\":", "\"operationName\":\"x\",", "$.data.operationName"),
        Arguments.of("\"resourceUri\":", "\"resourceUri\":\"x\",", "$.data.resourceUri"),
        Arguments.of("\"correlationId\":", "\"correlationId\":\"x\",", "$.data.correlationId"),
        Arguments.of("\"tenantId\":", "\"tenantId\":null,", "$.data.tenantId"),
        Arguments.of("\"clientIpAddress\":", "\"clientIpAddress\":\"::1\",", "httpRequest"),
        Arguments.of("\"evidence\":", "\"Evidence\":{},", "authorization.evidence"),
        Arguments.of("\"principalId\":", "\"PrincipalId\":\"x\",", "evidence.principalId"));
  }

  @ParameterizedTest
  @MethodSource("twice")
  void a_key_that_comes_twice_in_the_data_makes_a_write_unreadable(
      String key, String first, String place) {
    String event = EventTexts.eventGrid().toString();

    assertUnreadable(read(event.replaceFirst(key, first + key)), place, "twice");
  }

  static Stream<Arguments> wrong() {
    JsonArray array = new JsonArray();
    array.add("Microsoft.ContainerService/snapshots/write");
    return Stream.of(
        Arguments.of("$.subject", change(e -> e.addProperty("subject", 7))),
        Arguments.of("$.topic", change(e -> e.add("topic", new JsonObject()))),
        Arguments.of("$.eventType", change(e -> e.add("eventType", array))),
        Arguments.of("$.data.operationName", change(e -> data(e).add("operationName", array))),
        Arguments.of("$.data.tenantId", change(e -> data(e).addProperty("tenantId", true))),
        Arguments.of("$.data.subscriptionId", change(e -> data(e).add("subscriptionId", array))),
        Arguments.of("$.data", change(e -> e.add("data", array))),
        Arguments.of("$.data", change(e -> e.addProperty("data", data(e) + " garbage"))));
  }

  private static Consumer<JsonObject> change(Consumer<JsonObject> change) {
    return change;
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_value_of_the_wrong_kind_makes_a_write_unreadable(
      String place, Consumer<JsonObject> change) {
    assertUnreadable(read(event(change)), place);
  }

  @Test
  void faults_of_events_that_are_none_of_ours_are_no_concern() {
    assertThat(read("{\"id\":\"1\",\"eventType\":\"Contoso.Ordered\",\"data\":[7],\"subject\":{}}"))
        .isInstanceOf(Reading.Unrelated.class);
    assertThat(read(event(e -> data(e).addProperty("operationName", "X/y/write"))))
        .isInstanceOf(Reading.Unrelated.class);
    assertThat(
            read("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"Contoso.X\"}"))
        .isInstanceOf(Reading.Unrelated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "httpRequest"})
  void a_part_in_a_string_that_is_not_whole_is_forgotten(String part) {
    JsonObject event = event(e -> data(e).addProperty(part, data(e).get(part) + " and more"));

    SnapshotWrite write = write(event);

    assertThat(part.equals("httpRequest") ? write.clientAddress() : write.grant()).isNull();
  }

  @Test
  void claims_in_a_string_that_is_not_whole_identify_nobody() {
    JsonObject event = event(e -> data(e).addProperty("claims", EventTexts.user() + "}"));

    assertThat(write(event).caller().kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
    assertThat(write(event).caller().principal()).isNull();
  }

  static Stream<Arguments> doubts() {
    JsonArray scopes = new JsonArray();
    scopes.add("user_impersonation");
    return Stream.of(
        Arguments.of("scp", change(c -> c.add("scp", scopes))),
        Arguments.of("oid", change(c -> c.addProperty("oid", 7))),
        Arguments.of("xms_mirid", change(c -> c.add("xms_mirid", new JsonObject()))),
        Arguments.of("idtyp", change(c -> c.addProperty("idtyp", true))),
        Arguments.of("person", change(c -> c.addProperty("puid", "18247BBD84827C6D"))),
        Arguments.of("person", change(c -> c.addProperty("name", "Alice"))),
        Arguments.of("person", change(c -> c.addProperty("altsecid", "5::1003"))),
        Arguments.of(
            "groups",
            change(
                c -> {
                  c.addProperty("groups", ALICE);
                  c.addProperty(
                      "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", TENANT);
                })));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void claims_that_an_application_could_not_have_make_it_no_application(
      String doubt, Consumer<JsonObject> change) {
    JsonObject claims = EventTexts.application();
    change.accept(claims);

    Caller caller = write(event(e -> data(e).add("claims", claims))).caller();

    assertThat(caller.kind()).isEqualTo(Caller.Kind.UNIDENTIFIED);
    assertThat(caller.doubt()).contains(doubt);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user_impersonation", "openid user_impersonation", "user_impersonation x"})
  void the_scope_makes_a_user_among_other_scopes(String scope) {
    JsonObject claims = EventTexts.user();
    claims.remove(UPN);
    claims.addProperty(LONG + "scope", scope);

    assertThat(write(event(e -> data(e).add("claims", claims))).caller().kind())
        .isEqualTo(Caller.Kind.USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded.", "Updated", "", "Success "})
  void a_record_whose_status_is_unknown_is_not_passed_over(String status) {
    assertUnreadable(read(EventTexts.record(status)), "status");
  }

  @Test
  void a_record_with_two_statuses_must_not_contradict_itself() {
    JsonObject contradiction = EventTexts.record("Succeeded");
    contradiction.addProperty("resultType", "Start");
    JsonObject hidden = EventTexts.record("Started");
    hidden.addProperty("resultType", "Success");
    JsonObject agreement = EventTexts.record("Succeeded");
    agreement.addProperty("resultType", "Success");

    assertUnreadable(read(contradiction), "status");
    assertUnreadable(read(hidden), "status");
    assertThat(write(agreement)).isEqualTo(write(EventTexts.record("Succeeded")));
  }

  @Test
  void a_record_without_an_id_is_known_by_its_correlation_and_time() {
    JsonObject record = EventTexts.exported("Success");
    String id = write(record).eventId();
    record.remove("correlationId");

    assertThat(id)
        .isEqualTo("record:6a2d5c3e-1b0f-4f4b-9d58-6a4f5d1b7e90@2026-11-20T10:00:00.958410300Z");
    assertUnreadable(read(record), "correlationId");
  }

  @Test
  void reasons_say_which_event_of_an_array_or_a_page_they_are_about() {
    JsonObject broken = event(e -> data(e).remove("resourceUri"));
    JsonObject record = EventTexts.record("Succeeded");
    record.remove("resourceId");

    List<Reading> array = new EventReader().read("[" + EventTexts.eventGrid() + "," + broken + "]");
    List<Reading> page =
        new EventReader().read(EventTexts.page("value", EventTexts.record("x"), record).toString());

    assertUnreadable(array.get(1), "$[1].data.resourceUri");
    assertUnreadable(page.get(1), "$.value[1].resourceId");
  }

  @Test
  void reasons_are_short_and_in_plain_letters() {
    String key = "\\u001b[31m\\u202e" + "k".repeat(5000);

    for (String text :
        List.of(
            "{\"" + key + "\":nonsense}",
            "{\"id\":\"1\",\"eventType\":\"" + key + "\"}",
            event(e -> data(e).addProperty("operationName", "x"))
                .toString()
                .replace("\"x\"", "\"" + key + "\""))) {
      String reason =
          read(text).fold(write -> "", unrelated -> unrelated.reason(), broken -> broken.reason());

      assertThat(reason).hasSizeLessThan(400).matches("[ -~]+");
    }
  }

  @Test
  void ids_that_differ_in_what_no_encoder_keeps_stay_different() {
    String start = "x".repeat(300);

    String one = write(event(e -> e.addProperty("id", start + "\uD800"))).eventId();
    String two = write(event(e -> e.addProperty("id", start + "\uD801"))).eventId();

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void a_long_name_is_cut_between_characters() {
    JsonObject claims = EventTexts.user();
    claims.addProperty(UPN, "x".repeat(255) + "\uD83D\uDE00".repeat(9));

    String name = write(event(e -> data(e).add("claims", claims))).caller().name();

    assertThat(name).isEqualTo("x".repeat(255));
  }

  @Test
  void the_case_of_keys_in_the_authorization_makes_no_difference() {
    SnapshotWrite.Grant expected = write(EventTexts.eventGrid()).grant();
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      JsonObject event =
          event(e -> data(e).add("authorization", mixed(data(e).get("authorization"), random)));

      assertThat(write(event).grant()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static JsonElement mixed(JsonElement json, Random random) {
    if (!(json instanceof JsonObject object)) {
      return json;
    }
    JsonObject copy = new JsonObject();
    object
        .entrySet()
        .forEach(
            entry -> {
              StringBuilder key = new StringBuilder();
              for (char c : entry.getKey().toCharArray()) {
                key.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
              }
              copy.add(key.toString(), mixed(entry.getValue(), random));
            });
    return copy;
  }
}
