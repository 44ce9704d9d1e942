package io.snapwarden.policy;

import java.util.Optional;

/** How far a response may go, from least to most. */
public enum Mode implements Word {
  /** Record the incident, with what would have been done. */
  OBSERVE,
  /** Record it and open a ticket. */
  TICKET,
  /** Open a ticket with the plan, and act once a person approves. */
  APPROVE,
  /** Act now. */
  REMEDIATE;

  public static Optional<Mode> parse(String text) {
    return Word.find(values(), text);
  }

  /** The lesser of the two. */
  public Mode cappedAt(Mode cap) {
    return compareTo(cap) <= 0 ? this : cap;
  }
}
