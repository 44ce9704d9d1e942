package io.snapwarden.policy;

import java.util.Locale;
import java.util.Optional;

/** How far a response may go, from least to most. */
public enum Mode {
  /** Record the incident, with what would have been done. */
  OBSERVE,
  /** Record it and open a ticket. */
  TICKET,
  /** Open a ticket with the plan, and act once a person approves. */
  APPROVE,
  /** Act now. */
  REMEDIATE;

  /** As written in a policy and in settings. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Mode> parse(String text) {
    for (Mode mode : values()) {
      if (mode.text().equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The lesser of the two. */
  public Mode cappedAt(Mode cap) {
    return compareTo(cap) <= 0 ? this : cap;
  }
}
