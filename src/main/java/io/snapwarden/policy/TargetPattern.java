package io.snapwarden.policy;

import io.snapwarden.event.ResourceId;
import java.util.Optional;

/** Covers snapshots by id: {@code *} within one segment, {@code **} as the last for all that remains. */
public final class TargetPattern {

  private final String text;

  private TargetPattern(String text) {
    this.text = text;
  }

  /** Whether it covers the target; without case. */
  public boolean matches(ResourceId target) {
    throw new IllegalStateException("to be written: " + target);
  }

  /** As written in the policy. */
  @Override
  public String toString() {
    return text;
  }

  static Optional<TargetPattern> parse(String text) {
    return Optional.of(new TargetPattern(text));
  }
}
