package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a target pattern, split, and what is wrong with it. A pattern that could never cover
 * a snapshot is wrong: whoever wrote it believes that something is allowed which is not.
 */
final class PatternText {

  static final int SUBSCRIPTION = 1;
  static final int GROUP = 3;
  static final int COLLECTION = 6;
  static final int NAME = 7;

  /** The last parts of the two resource types, in lower case. */
  static final List<String> COLLECTIONS =
      List.of(SnapshotKind.NODE_POOL.collection(), SnapshotKind.MANAGED_CLUSTER.collection());

  private static final List<String> SHAPE =
      List.of("subscriptions", "", "resourcegroups", "", "providers", "microsoft.containerservice");
  private static final String REST = "**";
  private static final int MAX_LENGTH = 2048;
  private static final int MAX_GROUP = 90;
  private static final int MAX_NAME = 63;
  private static final String EXAMPLE =
      "/subscriptions/<id>/resourceGroups/<group>"
          + "/providers/Microsoft.ContainerService/snapshots/<name>";

  private final String text;
  private final List<String> segments;

  PatternText(String text) {
    this.text = text;
    this.segments =
        text.startsWith("/")
            ? List.of(TargetPattern.lower(text).substring(1).split("/", -1))
            : List.of();
  }

  Optional<Guid> subscription() {
    return segments.size() > SUBSCRIPTION
        ? Guid.parse(segments.get(SUBSCRIPTION))
        : Optional.empty();
  }

  /** A segment, or what covers all of them where the pattern ends in {@code **} before it. */
  String orAny(int index) {
    return index < fixed() ? segments.get(index) : Wildcard.ANY;
  }

  /** What is wrong, and how to mend it; null if nothing is. */
  @Nullable String problem() {
    String malformed = malformed();
    if (malformed != null) {
      return malformed;
    }
    if (!segments.get(0).equals(SHAPE.get(0)) || subscription().isEmpty()) {
      return "must begin with /subscriptions/ and one subscription's id, without wildcards";
    }
    return neverMatches();
  }

  private @Nullable String malformed() {
    if (text.length() > MAX_LENGTH) {
      return "is longer than " + MAX_LENGTH + " characters";
    }
    if (segments.isEmpty()) {
      return "must be a full resource id, as in " + EXAMPLE;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!allowed(text.charAt(i))) {
        return "has a character that no resource id has: " + Quote.of(text.substring(i, i + 1));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "has an empty or relative segment";
      }
      if (segment.contains(REST) && (i < segments.size() - 1 || !segment.equals(REST))) {
        return "** must be a segment of its own, and the last";
      }
    }
    return null;
  }

  private @Nullable String neverMatches() {
    if (hasRest() ? fixed() > NAME : fixed() != NAME + 1) {
      return "can never match: the id of a snapshot has 8 segments, " + EXAMPLE;
    }
    for (int i = 2; i < Math.min(SHAPE.size(), fixed()); i++) {
      String expected = SHAPE.get(i);
      if (!expected.isEmpty() && !Wildcard.matches(segments.get(i), expected)) {
        return "can never match: its segment "
            + Quote.of(segments.get(i))
            + " is not the one of "
            + EXAMPLE;
      }
    }
    if (!possibleCollection(orAny(COLLECTION))) {
      return "can never match: the resource type must be snapshots or managedclustersnapshots";
    }
    if (!possibleGroup(orAny(GROUP))) {
      return "can never match: no resource group can have that name";
    }
    return possibleName(orAny(NAME)) ? null : "can never match: no snapshot can have that name";
  }

  private boolean hasRest() {
    return segments.get(segments.size() - 1).equals(REST);
  }

  private int fixed() {
    return hasRest() ? segments.size() - 1 : segments.size();
  }

  private static boolean allowed(char c) {
    return letterOrDigit(c) || "/-_.()*".indexOf(c) >= 0;
  }

  private static boolean possibleCollection(String pattern) {
    for (String known : COLLECTIONS) {
      if (Wildcard.matches(pattern, known)) {
        return true;
      }
    }
    return false;
  }

  private static boolean possibleGroup(String pattern) {
    return literalLength(pattern) <= MAX_GROUP && !pattern.endsWith(".");
  }

  /** The name's rule is in azure-rest-api-specs, Microsoft.ContainerService, snapshots.json. */
  private static boolean possibleName(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean edge = i == 0 || i == pattern.length() - 1;
      if (!letterOrDigit(c) && c != Wildcard.STAR && (edge || (c != '-' && c != '_'))) {
        return false;
      }
    }
    return literalLength(pattern) <= MAX_NAME;
  }

  private static int literalLength(String pattern) {
    int length = 0;
    for (int i = 0; i < pattern.length(); i++) {
      length += pattern.charAt(i) == Wildcard.STAR ? 0 : 1;
    }
    return length;
  }

  private static boolean letterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
