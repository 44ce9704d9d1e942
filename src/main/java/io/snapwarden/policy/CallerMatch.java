package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;

/** Names callers in an allow rule. */
public sealed interface CallerMatch {

  /** One user, service principal or managed identity, by its object id. */
  record Principal(Guid id) implements CallerMatch {}

  /**
   * An application by its client id, when it calls by itself; never a user signed in through it.
   */
  record Application(Guid id) implements CallerMatch {}

  /** A managed identity by its resource id. */
  record ManagedIdentity(ResourceId id) implements CallerMatch {}

  /** Members of a group, by the claim {@code groups}; never on group overage. */
  record Group(Guid id) implements CallerMatch {}
}
