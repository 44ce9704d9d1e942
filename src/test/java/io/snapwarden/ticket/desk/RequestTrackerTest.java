package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTrackerTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new RequestTrackerStandIn(SECRET);
  }

  @Override
  protected String name() {
    return "request-tracker";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address.toString(), "QUEUE", "Security", "TOKEN", SECRET);
  }

  @Test
  void the_mark_stays_whole_at_the_end_of_a_subject_that_is_long_in_bytes() {
    desk.open("snapwarden-0123456789abcdef", ticket("\uD83D\uDD25".repeat(150)));

    assertThat(tracker.seen().get(0).title())
        .startsWith("\uD83D\uDD25\uD83D\uDD25")
        .endsWith("… [snapwarden-0123456789abcdef]");
  }
}
