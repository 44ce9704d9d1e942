package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapwarden.ticket.DeskException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitHubTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new GitHubStandIn(SECRET);
  }

  @Override
  protected String name() {
    return "github";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "REPOSITORY", "contoso/security", "TOKEN", SECRET);
  }

  @Test
  void an_issue_that_many_others_came_after_is_found_on_a_later_page_and_then_by_search() {
    var first = desk.open("snapwarden-first", ticket());
    for (int i = 0; i < 150; i++) {
      desk.open("snapwarden-other", ticket());
    }
    assertThat(desk.find("snapwarden-first")).contains(first);
    for (int i = 0; i < 200; i++) {
      desk.open("snapwarden-other", ticket());
    }

    assertThat(desk.find("snapwarden-first")).contains(first);
    assertThat(desk.find("snapwarden-none")).isEmpty();
  }

  @Test
  void names_that_would_mention_or_link_stand_in_code_or_are_broken_up() {
    desk.open("snapwarden-1", ticket("@everyone"));

    assertThat(tracker.calls().get(0).json().get("body").getAsString())
        .contains("`1a2b-3c4d`", "`snapwarden-1`");
  }

  @Test
  void another_repository_is_told_as_one_that_we_may_not_see() {
    tracker.fail(1, StandIn.Fault.NOT_FOUND);

    DeskException gone =
        catchThrowableOfType(DeskException.class, () -> desk.open("snapwarden-1", ticket()));

    assertThat(gone).hasMessageContaining("SNAPWARDEN_TICKET_GITHUB_REPOSITORY");
  }
}
