package io.snapwarden.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

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

  /** Several of them, as written, in the order in which they stand here. */
  public static List<String> texts(Collection<ViolationCode> codes) {
    return Word.texts(new TreeSet<>(codes));
  }

  public static Optional<ViolationCode> parse(String text) {
    return Word.find(values(), text);
  }
}
