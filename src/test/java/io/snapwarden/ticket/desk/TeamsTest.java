package io.snapwarden.ticket.desk;

import io.snapwarden.ticket.desk.StandIn.Fault;
import io.snapwarden.ticket.desk.StandIn.Seen;
import java.net.URI;
import java.util.List;
import java.util.Map;

class TeamsTest extends DeskContract {

  @Override
  protected StandIn start() {
    return ChannelStandIn.teams();
  }

  @Override
  protected String name() {
    return "teams";
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
    SlackTest.atMostOneTwice(seen, right, fault);
  }
}
