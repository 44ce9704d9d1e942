package io.snapwarden.policy;

import io.snapwarden.policy.Positions.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a document, and only at the end finds out on which lines. */
final class Problems {

  private final List<Noted> problems = new ArrayList<>();
  private final List<Noted> warnings = new ArrayList<>();
  private final boolean warn;

  private record Noted(Place place, boolean atKey, String message, @Nullable Place other) {}

  private record Located(int offset, Problem problem) {}

  /** Keeps warnings only if somebody wants them: there may be one for each rule. */
  Problems(boolean warn) {
    this.warn = warn;
  }

  boolean none() {
    return problems.isEmpty();
  }

  void add(Place place, String message) {
    problems.add(new Noted(place, false, message, null));
  }

  /** A problem that begins at the key of a member. */
  void addAtKey(Place place, String message) {
    problems.add(new Noted(place, true, message, null));
  }

  /** A problem with another place in it; the message ends in the other's line. */
  void add(Place place, String message, Place other) {
    problems.add(new Noted(place, false, message, other));
  }

  void warn(Place place, String message) {
    warn(new Noted(place, false, message, null));
  }

  void warn(Place place, String message, Place other) {
    warn(new Noted(place, false, message, other));
  }

  private void warn(Noted warning) {
    if (warn) {
      warnings.add(warning);
    }
  }

  List<Problem> located(String text) {
    return located(problems, text);
  }

  List<Problem> warningsLocated(String text) {
    return located(warnings, text);
  }

  private static List<Problem> located(List<Noted> notes, String text) {
    if (notes.isEmpty()) {
      return List.of();
    }
    Map<Place, Spot> spots = Positions.find(text, wanted(notes));
    Lines lines = new Lines(text);
    List<Located> located = new ArrayList<>(notes.size());
    for (Noted note : notes) {
      Spot spot = spot(note.place, spots);
      int offset = note.atKey ? spot.key() : spot.value();
      String message =
          note.other == null
              ? note.message
              : note.message + " on line " + lines.line(spot(note.other, spots).value());
      located.add(
          new Located(
              offset,
              new Problem(
                  note.place.toString(), lines.line(offset), lines.column(offset), message)));
    }
    located.sort(Comparator.comparingInt(Located::offset));
    return located.stream().map(Located::problem).toList();
  }

  private static Set<Place> wanted(List<Noted> notes) {
    Set<Place> wanted = new HashSet<>();
    for (Noted note : notes) {
      addWithParents(note.place, wanted);
      addWithParents(note.other, wanted);
    }
    return wanted;
  }

  private static void addWithParents(@Nullable Place place, Set<Place> wanted) {
    for (Place each = place; each != null && wanted.add(each); each = each.parent()) {}
  }

  /**
   * The spot of the place, or of the nearest around it: an option's problem may name what is
   * absent.
   */
  private static Spot spot(Place place, Map<Place, Spot> spots) {
    for (Place each = place; each != null; each = each.parent()) {
      Spot spot = spots.get(each);
      if (spot != null) {
        return spot;
      }
    }
    return new Spot(0, 0);
  }
}
