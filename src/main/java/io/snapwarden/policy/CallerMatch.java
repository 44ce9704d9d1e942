package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * Names callers in an allow rule. Every event looks one up, so equality is written out: to link
 * what a record brings costs a cold start tens of milliseconds.
 */
public sealed interface CallerMatch {

  /** One user, service principal or managed identity, by its object id. */
  record Principal(Guid id) implements CallerMatch {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Principal that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /**
   * An application by its client id, when it calls by itself; never a user signed in through it.
   */
  record Application(Guid id) implements CallerMatch {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Application that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** A managed identity by its resource id. */
  record ManagedIdentity(ResourceId id) implements CallerMatch {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ManagedIdentity that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** Members of a group, by the claim {@code groups}; never on group overage. */
  record Group(Guid id) implements CallerMatch {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Group that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }
}
