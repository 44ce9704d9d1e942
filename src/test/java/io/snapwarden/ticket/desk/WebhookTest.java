package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookTest extends DeskContract {

  @Override
  protected StandIn start() {
    return new WebhookStandIn(SECRET.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected String name() {
    return "webhook";
  }

  @Override
  protected Map<String, String> settings(URI address) {
    return Map.of("URL", address + "/hook?tenant=1", "SECRET", SECRET);
  }

  @Override
  protected boolean looksUp() {
    return false;
  }

  @Test
  void a_secret_as_the_standard_writes_it_is_decoded_first() {
    byte[] key = new byte[32];
    key[0] = 7;
    List<String> problems = new ArrayList<>();
    try (StandIn receiver = new WebhookStandIn(key)) {
      Desks.read(
              Map.of(
                  "SNAPWARDEN_TICKET_WEBHOOK_URL",
                  receiver.address() + "/hook?tenant=1",
                  "SNAPWARDEN_TICKET_WEBHOOK_SECRET",
                  "whsec_" + Base64.getEncoder().encodeToString(key)),
              problems,
              scope -> "",
              Clock.systemUTC())
          .apply("webhook")
          .open("snapwarden-1", ticket());

      assertThat(receiver.seen()).hasSize(1);
      assertThat(receiver.offences()).isEmpty();
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void programs_get_facts_labels_and_links_apart_from_the_text() {
    desk.open("snapwarden-1", ticket());

    assertThat(tracker.calls().get(0).json().toString())
        .contains("\"facts\":{\"Incident\":\"1a2b-3c4d\"}")
        .contains("\"labels\":[\"aks\",\"two words\"]")
        .contains("\"severity\":\"high\"")
        .contains("\"links\":[\"https://portal.azure.com/#resource/x\"]");
  }
}
