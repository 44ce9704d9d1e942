package io.snapwarden.remediation;

import java.util.List;

/**
 * What a remediation finds when it looks at Azure: changes to make, or where it stands without any.
 */
public sealed interface Plan {

  /** These changes, in this order, would bring Azure to the desired state. */
  record Changes(List<Change> changes) implements Plan {
    public Changes {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("a plan without changes is settled");
      }
    }
  }

  /** There is nothing to change now. */
  record Settled(Outcome outcome) implements Plan {}
}
