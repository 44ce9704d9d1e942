package io.snapwarden.event;

import static io.snapwarden.event.Fixtures.OID;
import static io.snapwarden.event.Fixtures.SCOPE;
import static io.snapwarden.event.Fixtures.TID;
import static io.snapwarden.event.Fixtures.UPN;
import static io.snapwarden.event.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.snapwarden.event.Caller.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who called, as the claims of an event say. */
@Tag("gson")
class CallerReaderTest {

  private static final String SOMEBODY = "cccccccc-0000-0000-0000-000000000003";

  @Test
  void a_user_has_an_object_id_a_tenant_and_groups() {
    Caller caller = event("user").caller();

    assertThat(caller)
        .isEqualTo(
            new Caller(
                Kind.USER,
                Writes.ALICE,
                Guid.of("04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
                Writes.OUR_TENANT,
                null,
                Set.of(Writes.PLATFORM_TEAM, Guid.of("45454545454545454545454545454545")),
                "alice@contoso.example",
                null));
    assertThat(caller.appOnly()).isFalse();
  }

  @Test
  void a_guest_is_a_user_of_the_tenant_of_the_resource() {
    Caller caller = event("guest").caller();

    assertThat(caller.kind()).isEqualTo(Kind.USER);
    assertThat(caller.principal()).isEqualTo(Guid.of("bbbbbbbb-0000-0000-0000-000000000002"));
    assertThat(caller.tenant()).isEqualTo(Writes.OUR_TENANT);
    assertThat(caller.name()).isEqualTo("bob@fabrikam.example");
    assertThat(caller.groups()).isEmpty();
  }

  @Test
  void a_service_principal_is_an_application() {
    Caller caller = event("service-principal").caller();

    assertThat(caller.kind()).isEqualTo(Kind.APPLICATION);
    assertThat(caller.principal()).isEqualTo(Writes.PIPELINE_PRINCIPAL);
    assertThat(caller.application()).isEqualTo(Writes.PIPELINE);
    assertThat(caller.name()).isEqualTo(Writes.PIPELINE.toString());
    assertThat(caller.appOnly()).isTrue();
    assertThat(event("service-principal").withoutClaims("idtyp").caller()).isEqualTo(caller);
  }

  @Test
  void a_managed_identity_names_its_resource() {
    Caller caller = event("managed-identity").caller();

    assertThat(caller.kind()).isEqualTo(Kind.MANAGED_IDENTITY);
    assertThat(caller.managedIdentity()).isEqualTo(Writes.BACKUP_IDENTITY);
    assertThat(caller.appOnly()).isTrue();
  }

  @Test
  void each_mark_of_a_user_is_enough() {
    assertThat(event("user").withoutClaims(SCOPE, "idtyp").caller().kind()).isEqualTo(Kind.USER);
    assertThat(event("user").withoutClaims(UPN, "idtyp").caller().kind()).isEqualTo(Kind.USER);
    assertThat(event("user").withoutClaims(UPN, SCOPE).caller().kind()).isEqualTo(Kind.USER);
    assertThat(event("user").withoutClaims("appid").caller().kind()).isEqualTo(Kind.USER);
    assertThat(event("user").claim(SCOPE, "a user_impersonation b").caller().kind())
        .isEqualTo(Kind.USER);
  }

  @Test
  void short_and_long_keys_mean_the_same() {
    Fixtures event = event("user").withoutClaims(OID, TID, SCOPE, UPN);
    event.claim("oid", Writes.ALICE.toString()).claim("tid", Writes.OUR_TENANT.toString());
    event.claim("scp", "user_impersonation").claim("upn", "alice@contoso.example");

    assertThat(event.caller()).isEqualTo(event("user").caller());
  }

  @Test
  void the_same_value_under_both_keys_is_no_contradiction() {
    assertThat(event("user").claim("oid", Writes.ALICE.toString().toUpperCase()).caller())
        .isEqualTo(event("user").caller());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oid", "tid", "scp", "upn"})
  void two_values_for_one_claim_identify_nobody(String key) {
    assertThat(event("user").claim(key, SOMEBODY).caller())
        .satisfies(caller -> assertThat(caller.kind()).isEqualTo(Kind.UNIDENTIFIED))
        .satisfies(caller -> assertThat(caller.doubt()).contains("two values for " + key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"appid", "idtyp", "xms_mirid"})
  void one_key_with_two_values_identifies_nobody(String key) {
    String text = event("managed-identity").json().toString();
    String twice =
        text.replace("\"" + key + "\":", "\"" + key + "\":\"" + SOMEBODY + "\",\"" + key + "\":");

    Reading reading = Fixtures.only(new EventReader().read(twice));

    assertThat(twice).isNotEqualTo(text);
    assertThat(Fixtures.write(reading).caller().doubt()).contains("two values for " + key);
  }

  @ParameterizedTest
  @CsvSource({
    "user, idtyp, app, a user and of an application",
    "user, idtyp, device, neither a user's nor an application's",
    "user, idtyp, User, neither a user's nor an application's",
    "user, xms_mirid, /subscriptions/55555555-5555-5555-5555-555555555555, a user and of a managed identity",
    "user, xms_mirid, nonsense, a user and of a managed identity",
    "user, appid, nonsense, application id that is no GUID",
    "service-principal, scp, user_impersonation, a user and of an application",
    "service-principal, scp, Directory.Read.All, not user_impersonation",
    "service-principal, upn, a@b.example, a user and of an application",
    "service-principal, xms_mirid, nonsense, no resource id",
    "service-principal, appid, 5, application id that is no GUID",
  })
  void contradictory_marks_identify_nobody(String name, String key, String value, String doubt) {
    Caller caller = event(name).claim(key, value).caller();

    assertThat(caller.kind()).isEqualTo(Kind.UNIDENTIFIED);
    assertThat(caller.doubt()).contains(doubt);
    assertThat(caller.groups()).isEmpty();
    assertThat(caller.managedIdentity()).isNull();
  }

  @Test
  void without_what_identifies_there_is_nobody() {
    assertThat(event("user").withoutClaims(OID).caller().doubt()).contains("no object id");
    assertThat(event("user").claim(OID, "alice").caller().doubt()).contains("no GUID");
    assertThat(event("user").withoutClaims(TID).caller().doubt()).contains("no tenant");
    assertThat(event("user").claim(TID, "contoso").caller().doubt()).contains("no GUID");
    assertThat(event("service-principal").withoutClaims("appid").caller().doubt())
        .contains("neither a user's marks nor an application id");
    assertThat(event("absent-parts").caller().doubt()).contains("no claims");
    assertThat(event("empty-parts").caller().doubt()).contains("no object id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5", "true", "[]", "[{}]", "\"{\"", "\"nonsense\"", "\"{} {}\"", "\"[]\""})
  void claims_that_are_no_object_identify_nobody(String claims) {
    Caller caller = event("user").data("claims", JsonParser.parseString(claims)).caller();

    assertThat(caller.kind()).isEqualTo(Kind.UNIDENTIFIED);
    assertThat(caller.doubt()).isEqualTo("the claims are not an object");
  }

  @Test
  void claims_that_break_off_in_their_string_identify_nobody() {
    String claims = event("user").json().getAsJsonObject("data").get("claims").toString();
    for (int end = 1; end < claims.length(); end++) {
      Caller caller = event("user").data("claims", claims.substring(0, end)).caller();

      assertThat(caller.kind()).as(claims.substring(0, end)).isEqualTo(Kind.UNIDENTIFIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oid", "tid", "appid", "scp", "idtyp", "upn", "xms_mirid"})
  void a_claim_that_is_no_text_identifies_nobody(String key) {
    for (String name : List.of("user", "guest", "service-principal", "managed-identity")) {
      for (String value : List.of("5", "true", "[\"user\"]", "{}", "{\"value\":\"user\"}")) {
        assertThat(event(name).claim(key, JsonParser.parseString(value)).caller().kind())
            .as("%s of a %s is %s", key, name, value)
            .isEqualTo(Kind.UNIDENTIFIED);
      }
    }
  }

  @Test
  void the_evidence_of_a_role_assignment_identifies_nobody() {
    Fixtures event = event("user").withoutClaims(OID);
    Caller caller = event.caller();

    assertThat(event.write().grant().principalId()).isEqualTo("f".repeat(32));
    assertThat(caller.principal()).isNull();
    assertThat(event("user").data("authorization", "").caller()).isEqualTo(event("user").caller());
  }

  @Test
  void groups_come_in_one_string_or_as_an_array() {
    String one = Writes.PLATFORM_TEAM.toString();
    assertThat(groups("\"" + one + "\"")).containsExactly(Writes.PLATFORM_TEAM);
    assertThat(groups("[\"" + one + "\",5,null]")).containsExactly(Writes.PLATFORM_TEAM);
    assertThat(groups("\" " + one + " , nonsense,,\"")).containsExactly(Writes.PLATFORM_TEAM);
    assertThat(groups("\"\"")).isEmpty();
    assertThat(groups("5")).isEmpty();
    assertThat(groups("{\"a\":[]}")).isEmpty();
  }

  @Test
  void groups_that_are_elsewhere_leave_none() {
    assertThat(event("user").claim("_claim_names", "{\"groups\":\"src1\"}").caller().groups())
        .isEmpty();
  }

  @Test
  void two_lists_of_groups_identify_nobody() {
    String uri = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";

    assertThat(event("user").claim(uri, SOMEBODY).caller().doubt()).contains("groups");
    assertThat(event("user").claim(uri, "").caller().doubt()).contains("groups");
  }

  @Test
  void a_name_is_bounded_and_only_for_display() {
    String name = "n".repeat(5_000);

    assertThat(event("user").claim(UPN, name).caller().name()).hasSize(256);
    assertThat(event("user").withoutClaims(UPN).caller().name()).isEqualTo("Alice Example");
    assertThat(event("absent-parts").with("caller", "root@contoso.example").caller())
        .satisfies(c -> assertThat(c.name()).isEqualTo("root@contoso.example"))
        .satisfies(c -> assertThat(c.kind()).isEqualTo(Kind.UNIDENTIFIED));
  }

  private static Set<Guid> groups(String json) {
    return event("user").claim("groups", JsonParser.parseString(json)).caller().groups();
  }
}
