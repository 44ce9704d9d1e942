package io.snapwarden.backtest;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds callers that look legitimate: identified, and doing the same again and again for days. Says
 * nothing for one of whom any event makes no sense or is of another tenant, since that may be a
 * stolen name; nor for a write that a rule covers but for its time or address, since somebody has
 * decided that. Not for several threads.
 */
final class Suggestions {

  /** On so many days a program, or a person, must have written in a resource group. */
  static final int DAYS_OF_PROGRAM = 3;

  static final int DAYS_OF_PERSON = 5;

  /**
   * More resource groups than this become one pattern, if their names have a beginning in common.
   */
  static final int MOST_GROUPS = 5;

  private static final Duration VALID = Duration.ofDays(90);
  private static final int MOST_HABITS = 50_000;
  private static final int MOST_TAINTED = 50_000;
  private static final Set<ViolationCode> CURABLE =
      EnumSet.of(ViolationCode.UNKNOWN_CALLER, ViolationCode.TARGET_NOT_ALLOWED);

  /** What a policy takes; a forged event may name what no snapshot is called. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?");

  private static final Pattern GROUP = Pattern.compile("[a-z0-9_().-]{0,89}[a-z0-9_()-]");

  private final Map<CallerId, Habits> callers = new LinkedHashMap<>();
  private final Set<Guid> tainted = new HashSet<>();
  private int habits;

  private record Place(Guid subscription, String group, String collection) {
    Place inAny(String groups) {
      return new Place(subscription, groups, collection);
    }

    String named(String name) {
      return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/%s/%s"
          .formatted(subscription, group, collection, name);
    }
  }

  private static final class Habits {
    private final Map<Place, Habit> places = new LinkedHashMap<>();
    private final Set<ViolationCode> codes = EnumSet.noneOf(ViolationCode.class);
  }

  void add(SnapshotWrite write, Verdict.Violation violation) {
    Caller caller = write.caller();
    if (!CURABLE.containsAll(violation.codes())) {
      taint(caller.principal(), violation.codes());
      return;
    }
    String name = write.target().segments().get(7);
    Place place =
        new Place(
            write.target().subscription(),
            write.target().segments().get(3),
            write.target().segments().get(6));
    if (violation.attempt()
        || !NAME.matcher(name).matches()
        || !GROUP.matcher(place.group()).matches()) {
      return;
    }
    Habits known = callers.computeIfAbsent(CallerId.of(caller), none -> new Habits());
    Habit habit = known.places.get(place);
    if (habit == null) {
      if (habits == MOST_HABITS) {
        return;
      }
      habits++;
      habit = new Habit(name, write.at());
      known.places.put(place, habit);
    }
    known.codes.addAll(violation.codes());
    habit.add(name, write.at());
  }

  private void taint(@Nullable Guid principal, Set<ViolationCode> codes) {
    boolean harmless =
        codes.stream()
            .allMatch(
                code ->
                    code == ViolationCode.OUTSIDE_WINDOW || code == ViolationCode.SOURCE_ADDRESS);
    if (principal != null && !harmless && tainted.size() < MOST_TAINTED) {
      tainted.add(principal);
    }
  }

  /**
   * The rules that a person may want to look at, those for the most writes first.
   *
   * @param now they end some time after it
   */
  List<Suggestion> list(Names names, Instant now) {
    // With more of them than can be told apart, nobody is above suspicion.
    if (tainted.size() == MOST_TAINTED) {
      return List.of();
    }
    Instant until = now.truncatedTo(ChronoUnit.DAYS).plus(VALID);
    List<Suggestion> found = new ArrayList<>();
    callers.forEach(
        (caller, known) -> {
          List<Suggestion.Target> targets = targets(caller, known);
          if (!targets.isEmpty() && !tainted.contains(caller.principal())) {
            found.add(
                new Suggestion(
                    caller, names.of(caller), new TreeSet<>(known.codes), targets, until));
          }
        });
    found.sort(Comparator.comparingLong(Suggestion::writes).reversed());
    return found;
  }

  private static List<Suggestion.Target> targets(CallerId caller, Habits known) {
    int days = caller.kind() == Caller.Kind.USER ? DAYS_OF_PERSON : DAYS_OF_PROGRAM;
    Map<Place, Map<Place, Habit>> byKind = new LinkedHashMap<>();
    known.places.forEach(
        (place, habit) -> {
          if (habit.days().size() >= days) {
            byKind
                .computeIfAbsent(
                    place.inAny("*"), none -> new TreeMap<>(Comparator.comparing(Place::group)))
                .put(place, habit);
          }
        });
    List<Suggestion.Target> targets = new ArrayList<>();
    byKind.values().forEach(places -> targets.addAll(targets(places)));
    return targets;
  }

  /** Of resource groups of one subscription. */
  private static List<Suggestion.Target> targets(Map<Place, Habit> places) {
    List<Place> groups = List.copyOf(places.keySet());
    String common = groups.stream().map(Place::group).reduce(Habit::common).orElse("");
    List<Habit> all = List.copyOf(places.values());
    List<Suggestion.Target> targets = new ArrayList<>();
    if (groups.size() > MOST_GROUPS) {
      Habit.prefix(common)
          .ifPresent(group -> targets.addAll(targets(groups.get(0).inAny(group), all)));
      return targets;
    }
    places.forEach((place, habit) -> targets.addAll(targets(place, List.of(habit))));
    return targets;
  }

  /** None if the names have nothing in common: who writes just anything is for a person to see. */
  private static List<Suggestion.Target> targets(Place place, List<Habit> habits) {
    Set<Long> days = new HashSet<>();
    Set<String> names = new TreeSet<>();
    habits.forEach(
        habit -> {
          days.addAll(habit.days());
          names.addAll(habit.names());
        });
    List<String> shown = names.stream().limit(Habit.MOST_NAMES).toList();
    List<String> patterns = Habit.patterns(habits);
    if (patterns.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Suggestion.Target(
            patterns.stream().map(place::named).toList(),
            habits.stream().mapToLong(Habit::writes).sum(),
            days.size(),
            habits.stream().map(Habit::first).min(Comparator.naturalOrder()).orElseThrow(),
            habits.stream().map(Habit::last).max(Comparator.naturalOrder()).orElseThrow(),
            shown,
            names.size() > shown.size()));
  }
}
