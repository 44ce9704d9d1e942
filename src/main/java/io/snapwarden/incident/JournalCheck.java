package io.snapwarden.incident;

import io.snapwarden.incident.Incident.JournalHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what was done to a journal behind Snapwarden's back: entries that were changed, removed,
 * added or put elsewhere, and an end that is not the one its incident knows.
 *
 * <p>Whoever may write the storage could also write a whole new journal with its incident. Only
 * what was seen earlier and kept elsewhere, as in the log, tells of that: see {@link #seen}.
 */
public final class JournalCheck {

  private final List<JournalEntry> journal;
  private final List<Finding> findings = new ArrayList<>();

  private JournalCheck(List<JournalEntry> journal) {
    this.journal = journal;
  }

  /**
   * One thing that is wrong.
   *
   * @param entry the number of the first entry that it is about
   * @param text what is wrong, in a sentence that names the entries
   */
  public record Finding(int entry, String text) {}

  /**
   * All that is wrong with a journal, in the order of its numbers.
   *
   * @param head where its incident says that it ends
   * @param journal its entries, in the order in which they are kept
   */
  public static List<Finding> of(JournalHead head, List<JournalEntry> journal) {
    JournalCheck check = new JournalCheck(List.copyOf(journal));
    check.order();
    check.contents();
    check.gaps(head);
    check.end(head);
    return check.findings.stream().sorted(Comparator.comparingInt(Finding::entry)).toList();
  }

  /** Whether an end that was seen earlier is still part of the journal; empty if it is. */
  public static List<Finding> seen(JournalHead earlier, List<JournalEntry> journal) {
    boolean there =
        earlier.count() == 0
            || journal.stream()
                .anyMatch(
                    entry ->
                        entry.number() == earlier.count() && entry.hash().equals(earlier.hash()));
    return there
        ? List.of()
        : List.of(
            new Finding(
                earlier.count(),
                "entry %d is not the one that was seen earlier: the journal was rewritten"
                    .formatted(earlier.count())));
  }

  private void order() {
    for (int i = 1; i < journal.size(); i++) {
      int before = journal.get(i - 1).number();
      int number = journal.get(i).number();
      if (number == before) {
        find(number, "there is more than one entry %d".formatted(number));
      } else if (number < before) {
        find(number, "entry %d stands behind entry %d".formatted(number, before));
      }
    }
  }

  private void contents() {
    Map<Integer, JournalEntry> numbered = numbered();
    for (JournalEntry entry : journal) {
      int number = entry.number();
      if (!entry.sound()) {
        find(number, "entry %d was changed: its hash is that of something else".formatted(number));
      }
      JournalEntry before = numbered.get(number - 1);
      if (number == 1 && !entry.previous().isEmpty()) {
        find(number, "entry 1 is not the first that was written: it names one before it");
      } else if (before != null && !entry.previous().equals(before.hash())) {
        find(
            number,
            "entry %d was not written behind this entry %d: one of the two was replaced"
                .formatted(number, before.number()));
      }
    }
  }

  private void gaps(JournalHead head) {
    int expected = 1;
    for (int number : numbered().keySet()) {
      if (number < 1) {
        find(number, "entry %d was added: the first is entry 1".formatted(number));
        continue;
      }
      missing(expected, number - 1);
      expected = number + 1;
    }
    missing(expected, head.count());
  }

  private void missing(int from, int to) {
    if (from == to) {
      find(from, "entry %d is missing".formatted(from));
    } else if (from < to) {
      find(from, "entries %d to %d are missing".formatted(from, to));
    }
  }

  private void end(JournalHead head) {
    for (JournalEntry entry : journal) {
      if (entry.number() > head.count()) {
        find(
            entry.number(),
            "entry %d was added: its incident knows of %d".formatted(entry.number(), head.count()));
      } else if (entry.number() == head.count() && !entry.hash().equals(head.hash())) {
        find(
            entry.number(),
            "entry %d is not the last that was written: its incident names another"
                .formatted(entry.number()));
      }
    }
  }

  private Map<Integer, JournalEntry> numbered() {
    Map<Integer, JournalEntry> numbered = new TreeMap<>();
    journal.forEach(entry -> numbered.putIfAbsent(entry.number(), entry));
    return numbered;
  }

  private void find(int entry, String text) {
    findings.add(new Finding(entry, text));
  }
}
