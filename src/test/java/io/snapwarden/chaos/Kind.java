package io.snapwarden.chaos;

import io.snapwarden.incident.Incident.Status;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the policy of the run wants for a write; the resource group tells. */
enum Kind {
  ALLOWED("aks-prod-", "nightly-", null),
  TAGGED_AND_LOCKED("aks-prod-", "golden-", Status.CONTAINED),
  TAGGED_AND_DELETED("aks-tmp-", "spare-", Status.CONTAINED),
  DELETED("aks-old-", "stale-", Status.CONTAINED),
  OBSERVED("aks-lab-", "trial-", Status.OBSERVED),
  TICKETED("aks-dev-", "copy-", Status.TICKETED);

  private static final double SHARE_ALLOWED = 0.40;

  private final String group;
  private final String name;
  private final @Nullable Status end;

  Kind(String group, String name, @Nullable Status end) {
    this.group = group;
    this.name = name;
    this.end = end;
  }

  /** Four in ten are allowed; of the rest, a quarter is locked and a tenth is deleted. */
  static Kind any(Random random) {
    if (random.nextDouble() < SHARE_ALLOWED) {
      return ALLOWED;
    }
    double share = random.nextDouble();
    if (share < 0.25) {
      return TAGGED_AND_LOCKED;
    }
    if (share < 0.35) {
      return random.nextBoolean() ? DELETED : TAGGED_AND_DELETED;
    }
    return share < 0.60 ? OBSERVED : TICKETED;
  }

  String group(int number) {
    return group + number;
  }

  String name(int number) {
    return name + number;
  }

  /** How its incident must end; null if there must be none. */
  @Nullable Status end() {
    return end;
  }

  boolean violation() {
    return end != null;
  }

  boolean ticket() {
    return violation() && this != OBSERVED;
  }

  boolean tagged() {
    return this == TAGGED_AND_LOCKED || this == TAGGED_AND_DELETED;
  }

  boolean locked() {
    return this == TAGGED_AND_LOCKED;
  }

  boolean deleted() {
    return this == TAGGED_AND_DELETED || this == DELETED;
  }
}
