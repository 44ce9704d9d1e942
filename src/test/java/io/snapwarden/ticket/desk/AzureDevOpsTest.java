package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.ticket.DeskException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AzureDevOpsTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new AzureDevOpsStandIn(
        "Basic "
            + Base64.getEncoder().encodeToString((":" + SECRET).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  protected String name() {
    return "azure-devops";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of(
        "URL",
        address.toString(),
        "ORGANIZATION",
        "contoso",
        "PROJECT",
        "My Project",
        "TOKEN",
        SECRET);
  }

  @Test
  void a_page_to_sign_in_is_a_refusal_though_it_is_no_error() {
    try (StandIn others = new AzureDevOpsStandIn("Basic other")) {
      assertThatThrownBy(() -> connect(others).open("snapwarden-1", ticket()))
          .isInstanceOf(DeskException.class)
          .hasMessageContaining("203")
          .hasMessageContaining("does not know us")
          .hasMessageContaining("SNAPWARDEN_TICKET_AZURE_DEVOPS_TOKEN");
    }
  }

  @Test
  void people_get_a_link_to_the_work_item() {
    assertThat(desk.open("snapwarden-1", ticket()).url())
        .isEqualTo(tracker.address() + "/contoso/My%20Project/_workitems/edit/1");
  }
}
