package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.ticket.desk.StandIn.Fault;
import io.snapwarden.ticket.desk.StandIn.Seen;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

class SlackTest extends DeskContract {

  @Override
  protected StandIn start() {
    return ChannelStandIn.slack();
  }

  @Override
  protected String name() {
    return "slack";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address + "/services/T1/B1/" + SECRET);
  }

  @Override
  protected boolean looksUp() {
    return false;
  }

  @Override
  protected boolean showsComments() {
    return false;
  }

  @Override
  protected void compare(List<Seen> seen, List<Seen> right, Fault fault) {
    atMostOneTwice(seen, right, fault);
  }

  /** What got through although nobody heard of it is said again; nothing is left out. */
  static void atMostOneTwice(List<Seen> seen, List<Seen> right, Fault fault) {
    if (!fault.isDone()) {
      assertThat(seen).isEqualTo(right);
      return;
    }
    List<String> said = messages(seen.get(0));
    assertThat(new LinkedHashSet<>(said)).isEqualTo(new LinkedHashSet<>(messages(right.get(0))));
    assertThat(said).hasSize(messages(right.get(0)).size() + 1);
  }

  private static List<String> messages(Seen seen) {
    List<String> messages = new ArrayList<>(seen.comments());
    messages.add(0, seen.title());
    return messages;
  }
}
