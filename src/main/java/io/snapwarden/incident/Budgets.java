package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the budgets of the subscriptions; a save is all or nothing. */
public interface Budgets {

  Optional<Stored> find(Guid subscription);

  /**
   * Replaces a budget, or adds the first one of its subscription.
   *
   * @param from as it was read; null if there was none
   * @return whether it was saved; if not, somebody else saved since, or the answer to our own save
   *     got lost: read it again
   */
  boolean save(@Nullable Stored from, Budget next);

  /** Those of all subscriptions, in no particular order. */
  List<Budget> all();

  /** A budget as it was read, with what tells whether it has changed since. */
  record Stored(Budget budget, String version) {}
}
