package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Covers snapshots by id: {@code *} within one segment, {@code **} as the last for all that
 * remains. It covers nothing but snapshots. Immutable.
 */
public final class TargetPattern {

  private static final SnapshotKind[] KINDS = SnapshotKind.values();

  private final String text;
  private final Guid subscription;
  private final String group;
  private final String collection;
  private final String name;

  /** All snapshots have ids of one shape, so only the segments that differ are kept. */
  private TargetPattern(
      String text, Guid subscription, String group, String collection, String name) {
    this.text = text;
    this.subscription = subscription;
    this.group = group;
    this.collection = collection;
    this.name = name;
  }

  static Optional<TargetPattern> parse(String text) {
    PatternText segments = new PatternText(text);
    if (segments.problem() != null) {
      return Optional.empty();
    }
    return Optional.of(
        new TargetPattern(
            text,
            segments.subscription().orElseThrow(),
            segments.orAny(PatternText.GROUP),
            shared(segments.orAny(PatternText.COLLECTION)),
            segments.orAny(PatternText.NAME)));
  }

  /** What is wrong with the text of a pattern; null if nothing is. */
  static @Nullable String problem(String text) {
    return new PatternText(text).problem();
  }

  /** Whether it covers the target; without case. */
  public boolean matches(ResourceId target) {
    return isSnapshot(target) && matches(target.subscription(), target.segments());
  }

  /** The same for a target that is known to be a snapshot, taken apart once for many patterns. */
  boolean matches(Guid targetSubscription, List<String> segments) {
    return subscription.equals(targetSubscription)
        && Wildcard.matches(group, segments.get(PatternText.GROUP))
        && Wildcard.matches(collection, segments.get(PatternText.COLLECTION))
        && Wildcard.matches(name, segments.get(PatternText.NAME));
  }

  Guid subscription() {
    return subscription;
  }

  /** The resource group, in lower case; may have wildcards, and is {@code *} under {@code **}. */
  String group() {
    return group;
  }

  /** The last part of the resource type, in lower case; may have wildcards. */
  String collection() {
    return collection;
  }

  /** The snapshot's name, in lower case; may have wildcards. */
  String name() {
    return name;
  }

  /** This pattern, and those that put {@code *} in place of some of its segments. */
  List<TargetPattern> wider() {
    List<TargetPattern> wider = new ArrayList<>(8);
    for (String widerGroup : orAny(group)) {
      for (String widerCollection : orAny(collection)) {
        for (String widerName : orAny(name)) {
          wider.add(new TargetPattern(text, subscription, widerGroup, widerCollection, widerName));
        }
      }
    }
    return wider;
  }

  private static List<String> orAny(String segment) {
    return segment.equals(Wildcard.ANY) ? List.of(segment) : List.of(segment, Wildcard.ANY);
  }

  /** Equal patterns cover the same snapshots, however they are written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TargetPattern that
        && subscription.equals(that.subscription)
        && group.equals(that.group)
        && collection.equals(that.collection)
        && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * subscription.hashCode() + group.hashCode()) + name.hashCode();
  }

  /** As written in the policy. */
  @Override
  public String toString() {
    return text;
  }

  private static boolean isSnapshot(ResourceId target) {
    for (SnapshotKind kind : KINDS) {
      if (kind.isIdOf(target)) {
        return true;
      }
    }
    return false;
  }

  /** One string for all patterns of a kind: there may be a hundred thousand. */
  private static String shared(String collection) {
    for (String known : PatternText.COLLECTIONS) {
      if (known.equals(collection)) {
        return known;
      }
    }
    return collection;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
