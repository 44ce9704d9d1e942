package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceNowTest extends DeskContract {

  @Override
  protected StandIn start() {
    String basic =
        Base64.getEncoder().encodeToString(("bot:" + SECRET).getBytes(StandardCharsets.UTF_8));
    return new ServiceNowStandIn("Basic " + basic, "");
  }

  @Override
  protected String name() {
    return "servicenow";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "USER", "bot", "PASSWORD", SECRET);
  }

  private static Note note(String text) {
    return new Note("snapwarden-n", true, Document.builder().paragraph(text).build());
  }

  @Test
  void code_tags_do_nothing_in_work_notes() {
    Posted posted = desk.open("snapwarden-1", ticket());

    desk.comment(posted, note("[code]<script>x</script>[/CODE] [ code]"));

    assertThat(tracker.seen().get(0).comments().get(0))
        .containsIgnoringCase("code]")
        .doesNotContainIgnoringCase("[code]")
        .doesNotContainIgnoringCase("[/code]");
  }

  @Test
  void one_that_is_closed_for_good_counts_as_none_so_that_a_new_one_is_opened() {
    Posted posted = desk.open("snapwarden-1", ticket());
    ((ServiceNowStandIn) tracker).closeForGood();

    DeskException gone =
        catchThrowableOfType(DeskException.class, () -> desk.reopen(posted, note("again")));

    assertThat(gone.isGone()).isTrue();
    assertThat(desk.find("snapwarden-1")).isEmpty();
  }
}
