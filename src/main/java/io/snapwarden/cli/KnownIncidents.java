package io.snapwarden.cli;

import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the incident that a person means. */
record KnownIncidents(Incidents incidents) {

  /** Fewer digits would be a slip of the finger. */
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,16}|[0-9a-f]{16}-[0-9a-f]*");

  private static final int MOST_SHOWN = 10;

  /**
   * The incident with this id, or the only one whose id begins so.
   *
   * @throws Failure if there is none, or more than one
   */
  Incident find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    Optional<IncidentId> id = IncidentId.parse(wanted);
    if (id.isPresent()) {
      return incidents.find(id.get()).map(Incidents.Stored::incident).orElseThrow(() -> none(text));
    }
    if (!BEGINNING.matcher(wanted).matches()) {
      throw Failure.badInput(
          "\"%s\" is not an incident's id, nor the beginning of one with at least 4 digits"
                  .formatted(text)
              + "; see `snapwarden incidents list`");
    }
    List<Incident> found = new ArrayList<>();
    incidents.each(
        Set.of(),
        incident -> {
          if (incident.id().text().startsWith(wanted)) {
            found.add(incident);
          }
        });
    if (found.isEmpty()) {
      throw none(text);
    }
    if (found.size() > 1) {
      throw Failure.badInput(several(text, found));
    }
    return found.get(0);
  }

  private static Failure none(String text) {
    return Failure.badInput(
        "there is no incident %s; see `snapwarden incidents list`".formatted(text));
  }

  private static String several(String text, List<Incident> found) {
    return "%s is the beginning of %d incidents:\n".formatted(text, found.size())
        + found.stream()
            .map(incident -> "  " + incident.id())
            .sorted()
            .limit(MOST_SHOWN)
            .collect(Collectors.joining("\n"));
  }
}
