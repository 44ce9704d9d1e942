package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.policy.TicketChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/tickets.md says of settings is what the app knows. */
class TicketsDocTest {

  private static final Pattern SETTING = Pattern.compile("SNAPWARDEN_TICKET_[A-Z_]+[A-Z]");

  /** The names that a desk gives when it meets one that it does not know. */
  private static Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (String desk : TicketChoice.KNOWN) {
      List<String> problems = new ArrayList<>();
      Desks.read(
          DeskSettings.of(desk, Map.of("NONSENSE", "x")), problems, scope -> "", Clock.systemUTC());
      problems.stream()
          .filter(problem -> problem.contains("is not known: there are"))
          .forEach(problem -> gather(problem.replaceAll(".*there are", ""), known));
    }
    return known;
  }

  private static void gather(String text, Set<String> into) {
    Matcher setting = SETTING.matcher(text);
    while (setting.find()) {
      into.add(setting.group());
    }
  }

  @Test
  void every_setting_of_a_desk_is_documented_and_no_other() throws IOException {
    Set<String> documented = new TreeSet<>();
    gather(Files.readString(Path.of("docs/tickets.md")), documented);

    assertThat(known()).hasSizeGreaterThan(20);
    assertThat(documented).isEqualTo(known());
  }

  @Test
  void every_desk_is_documented() throws IOException {
    String document = Files.readString(Path.of("docs/tickets.md"));

    assertThat(TicketChoice.KNOWN)
        .allSatisfy(desk -> assertThat(document).contains("`" + desk + "`"));
  }
}
