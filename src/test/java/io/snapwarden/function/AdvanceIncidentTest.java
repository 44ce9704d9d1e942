package io.snapwarden.function;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.HostContext;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvanceIncidentTest {

  private final App app =
      new App(Map.of("AzureWebJobsStorage", Azurite.shared().connectionString()));

  @ParameterizedTest
  @ValueSource(strings = {"not JSON at all", "{\"version\":1,\"kind\":\"detected\",\"write\":{"})
  void a_message_that_is_no_json_is_not_blamed_on_the_storage(String message) {
    AdvanceIncident function = new AdvanceIncident(() -> app);

    assertThatThrownBy(() -> function.run(message, new HostContext("AdvanceIncident", line -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
