package io.snapwarden.policy;

import java.util.Optional;

/** How urgent a ticket is. */
public enum Severity implements Word {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  public static Optional<Severity> parse(String text) {
    return Word.find(values(), text);
  }
}
