package io.snapwarden.chaos;

import io.snapwarden.incident.Incident;
import io.snapwarden.incident.JournalEntry;
import java.util.List;
import java.util.Optional;

/** Checks that nothing was changed in a journal, left out of it, or put behind its end. */
final class Journals {

  private Journals() {}

  /** What is wrong with it; empty if nothing is. */
  static Optional<String> wrong(Incident incident, List<JournalEntry> journal) {
    String previous = "";
    for (int i = 0; i < journal.size(); i++) {
      JournalEntry entry = journal.get(i);
      if (entry.number() != i + 1 || !entry.previous().equals(previous) || !entry.sound()) {
        return Optional.of("the journal breaks at entry " + (i + 1));
      }
      previous = entry.hash();
    }
    Incident.JournalHead head = incident.journal();
    return head.count() == journal.size() && head.hash().equals(previous)
        ? Optional.empty()
        : Optional.of(
            "the journal has %d entries, but the incident says %d"
                .formatted(journal.size(), head.count()));
  }
}
