package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.ticket.desk.GitHubStandIn;
import io.snapwarden.ticket.desk.StandIn;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code ticket test}: what an operator runs before relying on a desk. */
class TryDeskTest {

  private static final String TOKEN = "ghp_canary";

  private final StandIn gitHub = new GitHubStandIn(TOKEN);

  @AfterEach
  void stop() {
    gitHub.close();
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "SNAPWARDEN_TICKET_GITHUB_URL",
            gitHub.address().toString(),
            "SNAPWARDEN_TICKET_GITHUB_REPOSITORY",
            "contoso/security",
            "SNAPWARDEN_TICKET_GITHUB_TOKEN",
            TOKEN));
  }

  @Test
  void a_test_ticket_is_opened_found_commented_and_closed() {
    Ran ran = terminal().in(environment()).run("ticket", "test", "--desk", "github");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                github: opened 1, found it again, commented, closed it
                https://github.com/contoso/security/issues/1
                """,
                ""));
    assertThat(gitHub.offences()).isEmpty();
    assertThat(gitHub.seen())
        .singleElement()
        .satisfies(
            seen -> {
              assertThat(seen.title()).isEqualTo("Test of Snapwarden's tickets");
              assertThat(seen.open()).isFalse();
              assertThat(seen.comments()).hasSize(1);
            });
  }

  @Test
  void programs_get_the_reference_and_the_link() {
    Ran ran = terminal().in(environment()).run("ticket", "test", "--desk", "github", "--json");

    assertThat(JsonParser.parseString(ran.out()))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"desk":"github","reference":"1",
                 "url":"https://github.com/contoso/security/issues/1","closed":true}"""));
  }

  @Test
  void a_wrong_token_is_told_with_the_setting_and_never_shown() {
    gitHub.fail(1, StandIn.Fault.UNAUTHORIZED);

    Ran ran = terminal().in(environment()).run("ticket", "test", "--desk", "github");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("github answered 401", "SNAPWARDEN_TICKET_GITHUB_TOKEN")
        .doesNotContain(TOKEN);
  }

  @Test
  void what_was_done_before_a_failure_is_said() {
    gitHub.fail(3, StandIn.Fault.FORBIDDEN);

    Ran ran = terminal().in(environment()).run("ticket", "test", "--desk", "github");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("opened 1, found it again; then github answered 403");
  }

  @Test
  void a_desk_that_is_not_set_up_is_bad_input() {
    Ran jira = terminal().in(environment()).run("ticket", "test", "--desk", "jira");
    Ran gihub = terminal().in(environment()).run("ticket", "test", "--desk", "gihub");

    assertThat(jira.exitCode()).isEqualTo(2);
    assertThat(jira.err()).contains("jira is not set up", "SNAPWARDEN_TICKET_JIRA_");
    assertThat(gihub.exitCode()).isEqualTo(2);
    assertThat(gihub.err()).contains("there is no desk gihub", "github");
  }

  @Test
  void wrong_settings_are_all_named() {
    Map<String, String> environment = environment();
    environment.put("SNAPWARDEN_TICKET_GITHUB_REPOSITORY", "security");
    environment.put("SNAPWARDEN_TICKET_GITHUB_TOKN", "x");

    Ran ran = terminal().in(environment).run("ticket", "test", "--desk", "github");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "SNAPWARDEN_TICKET_GITHUB_REPOSITORY does not look right: set it to a repository",
            "SNAPWARDEN_TICKET_GITHUB_TOKN is not known");
  }
}
