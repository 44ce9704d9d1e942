package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedInTest {

  private static final String ALICE = "aaaaaaaa-0000-0000-0000-000000000001";
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";

  @AfterEach
  void forget() {
    GivenEnvironment.reset();
  }

  private static String token(String claims) {
    return "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private static SignedIn of(String claims) {
    return SignedIn.ofToken(token(claims));
  }

  @Test
  void whoever_the_credential_chain_finds_is_who_is_signed_in() {
    try (IdentityEndpoint endpoint =
        IdentityEndpoint.start(Principal.user(ALICE, "alice@contoso.example"))) {
      GivenEnvironment.set(endpoint.environment());

      SignedIn who = SignedIn.of(endpoint.environment());

      assertThat(who).isEqualTo(new SignedIn(ALICE, "alice@contoso.example", TENANT, false));
    }
  }

  @Test
  void a_token_that_is_refused_means_that_nobody_is_signed_in() {
    try (IdentityEndpoint endpoint =
        IdentityEndpoint.start(Principal.user(ALICE, "alice@contoso.example"))) {
      GivenEnvironment.set(endpoint.environment());
      endpoint.refuse(400);

      assertThatThrownBy(() -> SignedIn.of(endpoint.environment()))
          .isInstanceOf(SignedIn.NobodyException.class)
          .hasMessageContaining("az login");
    }
  }

  @Test
  void an_endpoint_that_must_get_no_token_is_refused_before_one_is_asked_for() {
    assertThatThrownBy(() -> SignedIn.of(Map.of("SNAPWARDEN_ARM_ENDPOINT", "http://arm.example")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SNAPWARDEN_ARM_ENDPOINT");
  }

  /** The names of the claims in tokens of version 1 and 2. */
  @Test
  void a_person_is_named_by_upn_then_unique_name_then_preferred_username_then_name() {
    String who = "\"oid\":\"o\",\"tid\":\"t\",\"scp\":\"user_impersonation\",\"name\":\"N\"";

    assertThat(of("{%s,\"unique_name\":\"U\",\"upn\":\"P\"}".formatted(who)).name()).isEqualTo("P");
    assertThat(of("{%s,\"unique_name\":\"U\"}".formatted(who)).name()).isEqualTo("U");
    assertThat(of("{%s,\"preferred_username\":\"F\"}".formatted(who)).name()).isEqualTo("F");
    assertThat(of("{%s}".formatted(who))).isEqualTo(new SignedIn("o", "N", "t", false));
    assertThat(of("{\"oid\":\"o\",\"tid\":\"t\"}").name()).isEqualTo("o");
  }

  @Test
  void an_application_and_a_managed_identity_are_programs() {
    assertThat(of("{\"oid\":\"o\",\"tid\":\"t\",\"appid\":\"a\",\"idtyp\":\"app\"}"))
        .isEqualTo(new SignedIn("o", "a", "t", true));
    assertThat(of("{\"oid\":\"o\",\"tid\":\"t\",\"xms_mirid\":\"/subscriptions/x\"}").program())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"oid\":\"o\"}", "{\"tid\":\"t\",\"oid\":null}", "[]", "no json"})
  void a_token_that_does_not_say_whose_it_is_is_nobodys(String claims) {
    assertThatThrownBy(() -> of(claims)).isInstanceOf(SignedIn.NobodyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "opaque", "a.b", "..", "a.!!!.c"})
  void what_is_no_jwt_is_never_quoted(String token) {
    assertThatThrownBy(() -> SignedIn.ofToken(token))
        .isInstanceOf(SignedIn.NobodyException.class)
        .hasMessageContaining("cannot be read")
        .hasNoCause();
  }
}
