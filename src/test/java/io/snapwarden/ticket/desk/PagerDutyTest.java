package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.ticket.TicketDesk.Note;
import io.snapwarden.ticket.TicketDesk.Posted;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagerDutyTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new PagerDutyStandIn(SECRET);
  }

  @Override
  protected String name() {
    return "pagerduty";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "ROUTING_KEY", SECRET);
  }

  @Override
  protected boolean looksUp() {
    return false;
  }

  @Override
  protected boolean showsComments() {
    return false;
  }

  @Test
  void how_the_first_write_went_on_wakes_nobody() {
    Posted posted = desk.open("snapwarden-1", ticket());
    tracker.forgetCalls();

    desk.comment(posted, new Note("m", false, Document.builder().paragraph("contained").build()));

    assertThat(tracker.calls()).isEmpty();
  }

  @Test
  void links_stand_beside_the_payload() {
    desk.open("snapwarden-1", ticket());

    assertThat(tracker.calls().get(0).json().getAsJsonArray("links").toString())
        .isEqualTo(
            "[{\"href\":\"https://portal.azure.com/#resource/x\",\"text\":\"The snapshot\"}]");
  }
}
