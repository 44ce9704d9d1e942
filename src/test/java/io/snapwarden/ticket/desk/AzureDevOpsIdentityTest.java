package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.ticket.DeskException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Azure DevOps by the app's managed identity. */
class AzureDevOpsIdentityTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new AzureDevOpsStandIn("Bearer token for 499b84ac-1321-427f-aa17-267ca6975798/.default");
  }

  @Override
  protected String name() {
    return "azure-devops";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "ORGANIZATION", "contoso", "PROJECT", "My Project");
  }

  @Test
  void an_identity_that_gets_no_token_is_a_desk_that_cannot_be_told() {
    var desks =
        Desks.read(
            DeskSettings.of(name(), settings(tracker.address())),
            new ArrayList<>(),
            scope -> {
              throw new IllegalStateException("no identity here");
            },
            Clock.systemUTC());

    assertThatThrownBy(() -> desks.apply("azure-devops").open("snapwarden-1", ticket()))
        .isInstanceOf(DeskException.class)
        .hasMessageContaining("managed identity got no token");
  }
}
