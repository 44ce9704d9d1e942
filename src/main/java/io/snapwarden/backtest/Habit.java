package io.snapwarden.backtest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one caller keeps writing in one resource group. Changes as it counts. */
final class Habit {

  /** Up to so many names are told one by one. */
  static final int MOST_NAMES = 3;

  /** Longer than the Activity Log remembers. */
  private static final int MOST_DAYS = 400;

  private final Set<String> names = new TreeSet<>();
  private final Set<Long> days = new TreeSet<>();
  private String common;
  private long writes;
  private Instant first;
  private Instant last;

  Habit(String name, Instant at) {
    common = name;
    first = at;
    last = at;
  }

  /** One more write; the name is in lower case, as patterns are compared. */
  void add(String name, Instant at) {
    writes++;
    if (names.size() <= MOST_NAMES) {
      names.add(name);
    }
    if (days.size() < MOST_DAYS) {
      days.add(at.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay());
    }
    common = common(common, name);
    first = at.isBefore(first) ? at : first;
    last = at.isAfter(last) ? at : last;
  }

  long writes() {
    return writes;
  }

  Set<Long> days() {
    return days;
  }

  Instant first() {
    return first;
  }

  Instant last() {
    return last;
  }

  /** Whether it has more names than are told one by one. */
  boolean varies() {
    return names.size() > MOST_NAMES;
  }

  /** All names if there are few, and some of them otherwise. */
  Set<String> names() {
    return names;
  }

  /** What all names begin with. */
  String common() {
    return common;
  }

  /** What both begin with. */
  static String common(String one, String other) {
    int end = 0;
    while (end < Math.min(one.length(), other.length()) && one.charAt(end) == other.charAt(end)) {
      end++;
    }
    return one.substring(0, end);
  }

  /** What all names of several begin with, and all the names if they are few. */
  static List<String> patterns(List<Habit> habits) {
    Set<String> all = new TreeSet<>();
    String common = habits.get(0).common();
    boolean varies = false;
    for (Habit habit : habits) {
      all.addAll(habit.names());
      common = common(common, habit.common());
      varies |= habit.varies();
    }
    return varies || all.size() > MOST_NAMES
        ? prefix(common).map(List::of).orElse(List.of())
        : new ArrayList<>(all);
  }

  /**
   * A pattern for what begins so: without the digits at its end, which are the beginning of a date
   * or a number that goes on. Empty if that leaves next to nothing.
   */
  static Optional<String> prefix(String common) {
    int end = common.length();
    while (end > 0 && Character.isDigit(common.charAt(end - 1))) {
      end--;
    }
    return end < 3 ? Optional.empty() : Optional.of(common.substring(0, end) + "*");
  }
}
