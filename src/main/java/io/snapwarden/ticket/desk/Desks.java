package io.snapwarden.ticket.desk;

import io.snapwarden.policy.TicketChoice;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.TicketDesk;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The desks that the settings {@code SNAPWARDEN_TICKET_…} set up. Reading them sends nothing; a
 * desk is made when it is first needed. Safe for use by several threads.
 */
public final class Desks implements Function<String, TicketDesk> {

  /** What all their settings begin with. */
  public static final String PREFIX = "SNAPWARDEN_TICKET_";

  private static final Set<String> OTHERS = others();

  private final Map<String, Supplier<TicketDesk>> setUp;
  private final Map<String, TicketDesk> made = new ConcurrentHashMap<>();

  private Desks(Map<String, Supplier<TicketDesk>> setUp) {
    this.setUp = setUp;
  }

  /**
   * Reads the settings; what they give is only good for use if no problem was added.
   *
   * @param problems gets each, with its cure and without any value that may be a secret
   * @param identity gives tokens of the app's own
   */
  public static Desks read(
      Map<String, String> settings, List<String> problems, Tokens identity, Clock clock) {
    return read(settings, problems, identity, clock, Http.PATIENCE);
  }

  static Desks read(
      Map<String, String> settings,
      List<String> problems,
      Tokens identity,
      Clock clock,
      Duration patience) {
    Map<String, Supplier<TicketDesk>> setUp = new TreeMap<>();
    for (String desk : OTHERS) {
      Section section = new Section(prefix(desk), settings, problems, patience);
      if (section.isSet()) {
        Supplier<TicketDesk> read = read(desk, section, identity, clock);
        if (read != null) {
          setUp.put(desk, read);
        }
      }
    }
    for (String name : settings.keySet()) {
      if (name.startsWith(PREFIX)
          && OTHERS.stream().noneMatch(desk -> name.startsWith(prefix(desk)))) {
        problems.add(
            "%s is of no desk: there are %s"
                .formatted(name, String.join(", ", OTHERS.stream().map(Desks::prefix).toList())));
      }
    }
    return new Desks(setUp);
  }

  private static @Nullable Supplier<TicketDesk> read(
      String desk, Section section, Tokens identity, Clock clock) {
    return switch (desk) {
      case GitHub.NAME -> GitHub.of(section);
      case Jira.NAME -> Jira.of(section);
      case ServiceNow.NAME -> ServiceNow.of(section);
      case AzureDevOps.NAME -> AzureDevOps.of(section, identity);
      case PagerDuty.NAME -> PagerDuty.of(section);
      case RequestTracker.NAME -> RequestTracker.of(section);
      case Webhook.NAME -> Webhook.of(section, clock);
      case Slack.NAME -> Slack.of(section);
      case Teams.NAME -> Teams.of(section);
      default -> null;
    };
  }

  private static Set<String> others() {
    Set<String> others = new TreeSet<>(TicketChoice.KNOWN);
    others.remove(TicketChoice.LEDGER);
    return others;
  }

  private static String prefix(String desk) {
    return PREFIX + desk.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
  }

  /** The names of those that are set up. */
  public Set<String> names() {
    return Set.copyOf(setUp.keySet());
  }

  /**
   * A desk by its name.
   *
   * @throws DeskException if the settings set up no such desk; it names them
   */
  @Override
  public TicketDesk apply(String name) {
    return made.computeIfAbsent(
        name,
        missing -> {
          Supplier<TicketDesk> make = setUp.get(missing);
          if (make == null) {
            throw DeskException.failed(
                OTHERS.contains(missing)
                    ? "%s is not set up: give the app the settings %s…"
                        .formatted(missing, prefix(missing))
                    : "there is no desk %s: name one of %s in the policy"
                        .formatted(missing, String.join(", ", OTHERS)));
          }
          return make.get();
        });
  }
}
