package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.ticket.DeskException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JiraTest extends DeskContract {

  private static final String USER = "bot@contoso.example";

  @Override
  protected StandIn start() {
    return new JiraStandIn(USER, SECRET);
  }

  @Override
  protected String name() {
    return "jira";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "PROJECT", "SEC", "USER", USER, "TOKEN", SECRET);
  }

  @Test
  void people_get_a_link_to_the_issue() {
    assertThat(desk.open("snapwarden-1", ticket()).url())
        .isEqualTo(tracker.address() + "/browse/SEC-1");
  }

  @Test
  void a_token_that_jira_reads_as_nobodys_is_refused_though_the_answer_is_200() {
    try (StandIn jira =
        new StandIn() {
          @Override
          protected Reply answer(Call call) {
            return new Reply(
                200, "{\"issues\":[]}", Map.of("X-Seraph-LoginReason", "AUTHENTICATED_FAILED"));
          }

          @Override
          public java.util.List<Seen> seen() {
            return java.util.List.of();
          }
        }) {
      assertThatThrownBy(() -> connect(jira).find("snapwarden-1"))
          .isInstanceOf(DeskException.class)
          .hasMessageContaining("does not know us")
          .hasMessageContaining("SNAPWARDEN_TICKET_JIRA_TOKEN");
    }
  }
}
