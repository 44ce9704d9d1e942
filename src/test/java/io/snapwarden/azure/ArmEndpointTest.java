package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "https://management.azure.com/, https://management.azure.com/.default",
    "https://MANAGEMENT.azure.com, https://management.azure.com/.default",
    "https://management.usgovcloudapi.net, https://management.usgovcloudapi.net/.default",
    "https://management.chinacloudapi.cn/, https://management.chinacloudapi.cn/.default",
  })
  void each_cloud_gets_tokens_for_itself(String url, String scope) {
    ArmEndpoint endpoint = ArmEndpoint.of(URI.create(url));

    assertThat(endpoint.scope()).isEqualTo(scope);
    assertThat(endpoint.plainText()).isFalse();
  }

  @Test
  void an_unknown_host_never_gets_a_token_that_azure_would_take() {
    ArmEndpoint endpoint = ArmEndpoint.of(URI.create("https://management.attacker.example"));

    assertThat(endpoint.scope()).isEqualTo("https://management.attacker.example/.default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://[::1]:8080/",
        "http://localhost:8080",
        "HTTP://LocalHost:8080"
      })
  void plain_http_is_for_loopback_addresses(String url) {
    ArmEndpoint endpoint = ArmEndpoint.of(URI.create(url));

    assertThat(endpoint.plainText()).isTrue();
    assertThat(endpoint.base()).startsWith("https://").endsWith(":8080");
    assertThat(endpoint.scope()).isEqualTo("https://management.azure.com/.default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://management.azure.com",
        "http://127.0.0.1.attacker.example",
        "http://localhost.attacker.example:8080",
        "http://127.0.0.2",
        "http://10.0.0.1",
        "http://user:secret@127.0.0.1:8080",
        "https://management.azure.com@attacker.example",
        "https://management.azure.com/subscriptions",
        "https://management.azure.com?x=1",
        "ftp://management.azure.com",
        "management.azure.com",
      })
  void nothing_else_is_sent_a_token(String url) {
    assertThatThrownBy(() -> ArmEndpoint.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SNAPWARDEN_ARM_ENDPOINT is ")
        .hasMessageContaining("Set it to https://management.azure.com")
        .hasMessageNotContaining("secret");
  }
}
