package io.snapwarden.chaos;

import io.snapwarden.incident.Incident;
import java.util.ArrayList;
import java.util.List;

/** What is not as it should be, each with the journal that may tell why. */
final class Findings {

  private static final int MOST_SHOWN = 20;

  private final Ledger ledger;
  private final List<String> all = new ArrayList<>();

  Findings(Ledger ledger) {
    this.ledger = ledger;
  }

  void add(String what) {
    all.add(what);
  }

  void add(Incident incident, String what) {
    if (all.size() >= MOST_SHOWN) {
      all.add(incident.id() + ": " + what);
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(incident.id()).append(" (").append(incident.status().text()).append("): ");
    text.append(what);
    ledger
        .journal(incident.id())
        .forEach(
            entry ->
                text.append(
                    "\n    %3d %s %s %s"
                        .formatted(entry.number(), entry.at(), entry.kind(), entry.text())));
    all.add(text.toString());
  }

  void expect(boolean condition, Incident incident, String otherwise) {
    if (!condition) {
      add(incident, otherwise);
    }
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
