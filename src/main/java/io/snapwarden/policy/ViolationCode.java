package io.snapwarden.policy;

import java.util.Optional;

/** Why a write was not allowed. */
public enum ViolationCode implements Word {
  /** No rule names the caller. */
  UNKNOWN_CALLER,
  /** Rules name the caller, but none of them covers the target. */
  TARGET_NOT_ALLOWED,
  /** Caller and target match a rule, but not at that time. */
  OUTSIDE_WINDOW,
  /** Caller and target match a rule, but not from that address. */
  SOURCE_ADDRESS,
  /** The caller's token is of another tenant. */
  FOREIGN_TENANT,
  /** The claims do not say who called, or contradict each other. */
  UNIDENTIFIED_CALLER,
  /** The event contradicts itself. */
  INCONSISTENT_EVENT,
  /** Snapwarden's own identity wrote, and no step of an incident explains it. */
  OWN_IDENTITY;

  public static Optional<ViolationCode> parse(String text) {
    return Word.find(values(), text);
  }
}
