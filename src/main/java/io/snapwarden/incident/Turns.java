package io.snapwarden.incident;

import java.time.Instant;

/**
 * Whose turn it is to change a target: two incidents of one target never act at the same time. A
 * turn that is not given back ends by itself.
 */
public interface Turns {

  /**
   * Takes the turn for an incident's target, or keeps it, until then.
   *
   * @param now a turn that ended before is free
   * @return whether it is this incident's turn; if not, another one of the same target has it
   */
  boolean take(IncidentId id, Instant now, Instant until);

  /** Gives the turn back, if the incident has it. */
  void release(IncidentId id);
}
