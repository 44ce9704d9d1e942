package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SafeText;

/**
 * A person, or a program that a person answers for, who decides about incidents.
 *
 * @param objectId of the signed-in principal, in its tenant
 * @param name as the sign-in shows it: for people to read, never to compare
 */
public record Operator(Guid objectId, String name) {
  @Override
  public String toString() {
    return "%s (%s)".formatted(SafeText.of(name), objectId);
  }
}
