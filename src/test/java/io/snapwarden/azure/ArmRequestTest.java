package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmRequestTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "subscriptions/1",
        "https://attacker.example/",
        "/subscriptions/1?api-version=2",
        "/subscriptions/1#x",
        "/subscriptions/../../x",
        "/subscriptions/%2e%2e/x",
        "//attacker.example/x",
        "/subscriptions/1\\x",
        "/subscriptions/a b",
        "/subscriptions/a\r\nHost: attacker.example",
        "/subscriptions/é",
      })
  void a_path_that_could_be_read_in_two_ways_is_refused(String path) {
    assertThatThrownBy(() -> ArmRequest.get(path, "2025-09-01"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_api_version_ends_nothing() {
    assertThatThrownBy(() -> ArmRequest.get("/subscriptions/1", "2025-09-01&x=1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_ids_own_characters_are_fine() {
    String path = "/subscriptions/1/resourceGroups/a_b-c.(d)/providers/Microsoft.X/y/z";

    assertThat(ArmRequest.get(path, "2025-09-02-preview").path()).isEqualTo(path);
  }

  @Test
  void a_parameter_is_encoded_so_that_it_adds_nothing_else() {
    ArmRequest request =
        ArmRequest.get("/x", "1").with("$filter", "a eq 'b&c=d#e+f%20é'").with("$top", "1");

    assertThat(request.query())
        .isEqualTo("$filter=a%20eq%20%27b%26c%3Dd%23e%2Bf%2520%C3%A9%27&$top=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a#b", "a%", "a%zz", "a\r\nb", "é", "a|b", "a\\b", "\"", "<"})
  void a_query_that_could_be_read_in_two_ways_is_refused(String query) {
    assertThatThrownBy(() -> new ArmRequest(ArmRequest.Method.GET, "/x", "1", query, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a&b", "a=b", "$"})
  void a_parameters_name_is_a_name(String name) {
    assertThatThrownBy(() -> ArmRequest.get("/x", "1").with(name, "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
