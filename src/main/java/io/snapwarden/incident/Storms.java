package io.snapwarden.incident;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps how many tickets each caller made; a save is all or nothing. */
public interface Storms {

  Optional<Stored> find(String caller);

  /**
   * Replaces what is known of a caller, or adds it.
   *
   * @param from as it was read; null if there was none
   * @return whether it was saved; if not, somebody else saved since, or the answer to our own save
   *     got lost: read it again
   */
  boolean save(@Nullable Stored from, Storm next);

  /** As it was read, with what tells whether it has changed since. */
  record Stored(Storm storm, String version) {}
}
