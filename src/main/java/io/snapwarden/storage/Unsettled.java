package io.snapwarden.storage;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The incidents of a ticket to which people must attend, in one column of its row. */
final class Unsettled {

  /** A column holds 32,768 characters; the id of an incident has far less than 100. */
  private static final int MOST = 300;

  /** More than are counted: such a ticket is closed by a person. */
  private static final String MANY = "*";

  private final Set<String> incidents;

  private Unsettled(Set<String> incidents) {
    this.incidents = incidents;
  }

  static Unsettled of(String incident) {
    Unsettled unsettled = new Unsettled(new LinkedHashSet<>());
    unsettled.add(incident);
    return unsettled;
  }

  /** Reads a column. */
  static Unsettled parse(String text) {
    return new Unsettled(
        Arrays.stream(text.split("\n", -1))
            .filter(incident -> !incident.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  void add(String incident) {
    boolean fits = incidents.size() < MOST && incident.length() < 100 && !incident.contains("\n");
    incidents.add(fits ? incident : MANY);
  }

  void remove(String incident) {
    if (!incident.equals(MANY)) {
      incidents.remove(incident);
    }
  }

  boolean none() {
    return incidents.isEmpty();
  }

  String text() {
    return String.join("\n", incidents);
  }
}
