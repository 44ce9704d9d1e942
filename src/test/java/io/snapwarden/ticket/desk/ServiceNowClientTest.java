package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ServiceNow by OAuth client credentials. */
class ServiceNowClientTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new ServiceNowStandIn(
        "Bearer a-token", "grant_type=client_credentials&client_id=app&client_secret=" + SECRET);
  }

  @Override
  protected String name() {
    return "servicenow";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "CLIENT_ID", "app", "CLIENT_SECRET", SECRET);
  }

  @Test
  void a_token_is_asked_for_once() {
    desk.open("snapwarden-1", ticket());
    desk.find("snapwarden-1");

    assertThat(tracker.calls().stream().map(StandIn.Call::path))
        .containsExactlyElementsOf(
            List.of("/oauth_token.do", "/api/now/table/incident", "/api/now/table/incident"));
  }
}
