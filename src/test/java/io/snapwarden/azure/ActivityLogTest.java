package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.azure.ArmException.Kind;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.ActivityText;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

@Tag("gson")
class ActivityLogTest {

  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  private static final String VALUES =
      "/subscriptions/"
          + SUBSCRIPTION
          + "/providers/microsoft.insights/eventtypes/management/values";
  private static final Instant NOON = Instant.parse("2026-11-15T12:00:00Z");
  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  private static final Principal MALLORY =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  private final SimulatedArm azure = SimulatedArm.start(() -> NOON);
  private final GeneratedRole role = new GeneratedRole(azure, OURSELVES);
  private final ActivityLog log = new ActivityLog(arm(), azure.endpoint());
  private final List<JsonElement> found = new ArrayList<>();

  @AfterEach
  void close() {
    azure.close();
  }

  private Arm arm() {
    Instant expires = Instant.now().plusSeconds(3600);
    return new AzureArm(
        azure.endpoint(),
        request ->
            Mono.just(new AccessToken(OURSELVES.token(expires), expires.atOffset(ZoneOffset.UTC))));
  }

  private void written(int count) {
    for (int i = 0; i < count; i++) {
      azure.putSnapshot(id("s" + i), new JsonObject(), MALLORY, NOON.minusSeconds(60L * i));
    }
  }

  private static String id(String name) {
    return "/subscriptions/"
        + SUBSCRIPTION
        + "/resourceGroups/rg/providers/Microsoft.ContainerService/snapshots/"
        + name;
  }

  private boolean read() {
    return log.read(SUBSCRIPTION, NOON.minus(Duration.ofHours(2)), NOON, found::add);
  }

  private ArmException failure() {
    return catchThrowableOfType(ArmException.class, this::read);
  }

  @Test
  void all_pages_are_read_and_every_record_comes_once_with_its_caller() {
    azure.activity().pageSize(7);
    written(10);

    boolean all = read();

    assertThat(all).isTrue();
    assertThat(found)
        .hasSize(30)
        .extracting(each -> each.getAsJsonObject().get("eventDataId").getAsString())
        .doesNotHaveDuplicates();
    assertThat(found)
        .allSatisfy(each -> assertThat(each.getAsJsonObject().get("claims")).isNotNull());
    assertThat(azure.requests())
        .hasSize(5)
        .allMatch(call -> call.apiVersion().equals("2015-04-01"));
  }

  @Test
  void azure_is_asked_for_one_time_one_provider_and_no_selection() {
    read();

    assertThat(azure.requests()).extracting(ArmCall::path).containsExactly(VALUES);
    assertThat(azure.requests().get(0).query())
        .containsOnlyKeys("api-version", "$filter")
        .containsEntry(
            "$filter",
            "eventTimestamp ge '2026-11-15T10:00:00Z' and eventTimestamp le '2026-11-15T12:00:00Z'"
                + " and resourceProvider eq 'Microsoft.ContainerService'");
  }

  @Test
  void a_time_finer_than_azure_takes_is_widened_to_whole_seconds() {
    log.read(
        SUBSCRIPTION,
        Instant.parse("2026-11-15T10:00:00.999999999Z"),
        Instant.parse("2026-11-15T11:00:00.000000001Z"),
        found::add);

    assertThat(azure.requests().get(0).query().get("$filter"))
        .contains("ge '2026-11-15T10:00:00Z'", "le '2026-11-15T11:00:01Z'");
  }

  @Test
  void an_empty_page_with_a_link_is_not_the_end() {
    written(1);
    AtomicInteger pages = new AtomicInteger();
    ActivityLog log =
        new ActivityLog(
            request ->
                pages.getAndIncrement() == 0
                    ? answer("{\"value\":[],\"nextLink\":\"%s\"}".formatted(link("$skiptoken=1")))
                    : answer("{\"value\":[{\"a\":1}]}"),
            azure.endpoint());

    assertThat(log.read(SUBSCRIPTION, NOON, NOON, found::add)).isTrue();
    assertThat(found).hasSize(1);
  }

  @Test
  void a_throttled_page_is_handed_back_at_once_and_may_pass() {
    azure.activity().pageSize(7);
    written(10);
    azure
        .faults()
        .every(
            call -> call.query().containsKey("$skiptoken"), Fault.throttled(Duration.ofMinutes(5)));

    ArmException e = failure();

    assertThat(e.kind()).isEqualTo(Kind.PASSING);
    assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(found).hasSize(7);
    assertThat(azure.requests()).hasSize(2);
  }

  @Test
  void a_denial_names_the_right_that_the_role_lacks() {
    azure.grant(OURSELVES, List.of());

    ArmException e = failure();

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(e).hasMessageContaining("lacks microsoft.insights/eventtypes/values/read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://attacker.example%s?$skiptoken=1",
        "http://attacker.example%s?$skiptoken=1",
        "http://127.0.0.1:1%s?$skiptoken=1",
        "http://127.0.0.1%s?$skiptoken=1",
        "http://user@127.0.0.1:{port}%s?$skiptoken=1",
        "http://127.0.0.1:{port}@attacker.example%s?$skiptoken=1",
        "http://127.0.0.1:{port}\\@attacker.example%s?$skiptoken=1",
        "https://127.0.0.1:{port}%s?$skiptoken=1",
        "http://127.0.0.1:{port}%s/../../x?$skiptoken=1",
        "http://127.0.0.1:{port}%s%%2f?$skiptoken=1",
        "http://127.0.0.1:{port}/other?$skiptoken=1",
        "http://127.0.0.1:{port}%s",
        "http://127.0.0.1:{port}%s?$skiptoken=1#x",
        "http://127.0.0.1:{port}%s?$skiptoken=a\r\nHost: attacker.example",
        "http://127.0.0.1:{port}%s?$skiptoken=%%zz",
        "http://127.0.0.1:{port}%s?api-version=a%%20b",
        "//attacker.example%s?$skiptoken=1",
        "%s?$skiptoken=1",
        "javascript:alert(1)?$skiptoken=1",
        "?",
      })
  void a_link_that_leads_elsewhere_is_not_followed_and_hides_nothing_of_its_page(String link) {
    azure.activity().pageSize(7);
    written(10);
    String port = String.valueOf(azure.endpoint().getPort());
    azure.activity().links(was -> link.formatted(VALUES).replace("{port}", port));

    ArmException e = failure();

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(e).hasMessageContaining("leads elsewhere").hasMessageNotContaining("skiptoken");
    assertThat(found).hasSize(7);
    assertThat(azure.requests()).hasSize(1);
  }

  @Test
  void a_link_that_leads_in_a_circle_is_not_followed_for_ever() {
    azure.activity().pageSize(7);
    written(10);
    azure.activity().links(was -> was.replaceAll("skiptoken=.*", "skiptoken=p0"));

    ArmException e = failure();

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(azure.requests()).hasSize(2);
  }

  @Test
  void more_pages_than_the_most_are_not_all_and_never_more_are_read() {
    azure.activity().pageSize(1);
    written(20);

    assertThat(read()).isFalse();
    assertThat(azure.requests()).hasSize(ActivityLog.MOST_PAGES);
  }

  @Test
  void a_link_in_another_case_with_the_default_port_raw_spaces_and_its_own_version_is_followed() {
    List<ArmRequest> asked = new ArrayList<>();
    ActivityLog log =
        new ActivityLog(
            request -> {
              asked.add(request);
              return asked.size() == 1
                  ? answer(
                      "{\"value\":[],\"nextLink\":\"https://Management.Azure.com:443%s?api-version=2014-04-01&$filter=a eq 'b'&$skiptoken=x%%2By+z=\"}"
                          .formatted(VALUES.replace("microsoft.insights", "Microsoft.Insights")))
                  : answer("{\"value\":[],\"nextLink\":null}");
            },
            URI.create("https://management.azure.com"));

    assertThat(log.read(SUBSCRIPTION, NOON, NOON, found::add)).isTrue();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).path()).isEqualTo(VALUES);
    assertThat(asked.get(1).apiVersion()).isEqualTo("2014-04-01");
    assertThat(asked.get(1).query()).isEqualTo("$filter=a%20eq%20'b'&$skiptoken=x%2By+z=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"value\":{}}", "{\"error\":1}", "{\"value\":[],\"nextLink\":[]}"})
  void what_is_no_page_is_not_taken_for_an_empty_one(String body) {
    ActivityLog log = new ActivityLog(request -> answer(body), azure.endpoint());

    ArmException e =
        catchThrowableOfType(
            ArmException.class, () -> log.read(SUBSCRIPTION, NOON, NOON, found::add));

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
  }

  @Test
  void an_answer_that_would_fill_the_memory_is_not_read_to_its_end() {
    JsonObject huge =
        ActivityText.snapshotWrite(ResourceId.of(id("s")), MALLORY, NOON, "c")
            .record("Succeeded", NOON, Duration.ZERO);
    huge.addProperty("description", "x".repeat(17 << 20));
    azure.activity().add(huge);

    ArmException e = failure();

    assertThat(e.kind()).isEqualTo(Kind.FINAL);
    assertThat(e).hasMessageContaining("longer than 16 MB");
  }

  private String link(String query) {
    return azure.endpoint() + VALUES + "?" + query;
  }

  private static ArmAnswer answer(String json) {
    return new ArmAnswer(200, JsonParser.parseString(json), null, null);
  }
}
