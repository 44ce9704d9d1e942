package io.snapwarden.function;

import io.snapwarden.azure.ArmEndpoint;
import io.snapwarden.event.Digits;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Portal;
import io.snapwarden.incident.TicketRules;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Word;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The app's settings, checked.
 *
 * @param cap how far any response may go
 * @param ownPrincipal the object id of the app's own identity; null if it is not set
 * @param armEndpoint where Azure Resource Manager is
 * @param subscriptions whose Activity Logs are swept, each once
 * @param sweepOverlap how far each sweep looks back behind the one before
 * @param tickets how many there may be, and when they are closed
 */
record Settings(
    Mode cap,
    @Nullable Guid ownPrincipal,
    URI armEndpoint,
    List<Guid> subscriptions,
    Duration sweepOverlap,
    TicketRules tickets) {

  static final String MODE = "SNAPWARDEN_MODE";
  static final String PRINCIPAL = "SNAPWARDEN_PRINCIPAL_ID";
  static final String ARM = "SNAPWARDEN_ARM_ENDPOINT";
  static final String SUBSCRIPTIONS = "SNAPWARDEN_SUBSCRIPTIONS";
  static final String OVERLAP = "SNAPWARDEN_SWEEP_OVERLAP_HOURS";

  static final String TICKETS = "SNAPWARDEN_TICKETS_PER_HOUR";
  static final String CLOSE = "SNAPWARDEN_TICKETS_CLOSE_CONTAINED";

  private static final String AZURE = "https://management.azure.com";

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if any is wrong; it names all of them, each with its cure
   */
  static Settings of(Map<String, String> values) {
    List<String> problems = new ArrayList<>();
    Settings settings = read(values, problems);
    if (!problems.isEmpty()) {
      throw wrong(problems);
    }
    return settings;
  }

  /** Reads the settings; what they give is only good for use if no problem was added. */
  static Settings read(Map<String, String> values, List<String> problems) {
    Mode cap = cap(values, problems);
    Guid principal = principal(values, problems);
    URI arm = arm(values, problems);
    List<Guid> subscriptions = subscriptions(values, problems);
    Duration overlap = overlap(values, problems);
    TicketRules tickets = tickets(values, arm, problems);
    return new Settings(cap, principal, arm, subscriptions, overlap, tickets);
  }

  Settings {
    subscriptions = List.copyOf(subscriptions);
  }

  static IllegalArgumentException wrong(List<String> problems) {
    return new IllegalArgumentException("app settings: " + String.join("; ", problems));
  }

  /**
   * Without knowing our own writes from others', acting on one would bring the next: then nothing
   * is changed in Azure, and every violation gets its ticket.
   */
  Mode effectiveCap() {
    return ownPrincipal == null ? cap.cappedAt(Mode.TICKET) : cap;
  }

  private static Mode cap(Map<String, String> values, List<String> problems) {
    String text = value(values, MODE).orElse(Mode.OBSERVE.text());
    Optional<Mode> mode = Mode.parse(text);
    if (mode.isEmpty()) {
      problems.add(
          "%s is %s: set it to one of %s"
              .formatted(MODE, shown(text), String.join(", ", Word.texts(List.of(Mode.values())))));
    }
    return mode.orElse(Mode.OBSERVE);
  }

  private static @Nullable Guid principal(Map<String, String> values, List<String> problems) {
    Optional<String> text = value(values, PRINCIPAL);
    Optional<Guid> principal = Guid.parse(text.orElse(null));
    if (text.isPresent() && principal.isEmpty()) {
      problems.add(
          "%s is %s: set it to the object id of the app's managed identity, a GUID"
              .formatted(PRINCIPAL, shown(text.get())));
    }
    return principal.orElse(null);
  }

  private static URI arm(Map<String, String> values, List<String> problems) {
    String text = value(values, ARM).orElse(AZURE);
    try {
      if (text.contains("=") || text.contains("?") || text.contains("@")) {
        throw new URISyntaxException("", "no address, and perhaps a secret");
      }
      URI uri = new URI(text);
      ArmEndpoint.of(uri);
      return uri;
    } catch (URISyntaxException e) {
      problems.add("%s is no URL of a host alone: set it to one, as in %s".formatted(ARM, AZURE));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return URI.create(AZURE);
  }

  private static List<Guid> subscriptions(Map<String, String> values, List<String> problems) {
    Optional<String> all = value(values, SUBSCRIPTIONS);
    if (all.isEmpty()) {
      return List.of();
    }
    Set<Guid> subscriptions = new LinkedHashSet<>();
    for (String text : all.get().split("[,\\s]+", -1)) {
      Optional<Guid> subscription = Guid.parse(text);
      if (subscription.isPresent()) {
        subscriptions.add(subscription.get());
      } else if (!text.isEmpty()) {
        problems.add(
            "%s holds %s: set it to the ids of subscriptions, GUIDs with commas between them"
                .formatted(SUBSCRIPTIONS, shown(text)));
      }
    }
    return List.copyOf(subscriptions);
  }

  private static Duration overlap(Map<String, String> values, List<String> problems) {
    String text = value(values, OVERLAP).orElse("2");
    int hours = Digits.number(text, 2);
    if (hours >= 1 && hours <= 24) {
      return Duration.ofHours(hours);
    }
    problems.add("%s is %s: set it to whole hours, from 1 to 24".formatted(OVERLAP, shown(text)));
    return Duration.ofHours(2);
  }

  private static TicketRules tickets(Map<String, String> values, URI arm, List<String> problems) {
    String text = value(values, TICKETS).orElse("20");
    int perHour = Digits.number(text, 4);
    if (perHour < 1 || perHour > 1000) {
      problems.add(
          "%s is %s: set it to a whole number, from 1 to 1000".formatted(TICKETS, shown(text)));
    }
    String close = value(values, CLOSE).orElse("false");
    if (!close.equals("true") && !close.equals("false")) {
      problems.add("%s is %s: set it to true or false".formatted(CLOSE, shown(close)));
    }
    return new TicketRules(perHour, close.equals("true"), Portal.of(arm));
  }

  /** What looks as if somebody had put a secret there is not repeated in a log. */
  private static String shown(String text) {
    return text.matches("[A-Za-z0-9 _.-]{1,40}") ? "\"" + text + "\"" : "not one that there is";
  }

  private static Optional<String> value(Map<String, String> values, String name) {
    String text = values.getOrDefault(name, "").trim();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
