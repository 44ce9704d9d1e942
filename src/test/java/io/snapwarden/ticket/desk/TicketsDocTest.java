package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.policy.TicketChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/tickets.md says of settings is what the app knows. */
class TicketsDocTest {

  @Test
  void every_setting_of_a_desk_is_documented_and_no_other() throws IOException {
    Set<String> documented = DeskSettings.in(Files.readString(Path.of("docs/tickets.md")));

    assertThat(DeskSettings.known()).hasSizeGreaterThan(20);
    assertThat(documented).isEqualTo(DeskSettings.known());
  }

  @Test
  void every_desk_is_documented() throws IOException {
    String document = Files.readString(Path.of("docs/tickets.md"));

    assertThat(TicketChoice.KNOWN)
        .allSatisfy(desk -> assertThat(document).contains("`" + desk + "`"));
  }
}
