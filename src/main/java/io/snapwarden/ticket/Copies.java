package io.snapwarden.ticket;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what each desk was told of each ticket; a save is all or nothing. */
public interface Copies {

  Optional<Stored> find(String ticket, String desk);

  /**
   * Replaces a copy, or adds the first one of its ticket and desk.
   *
   * @param from as it was read or saved; null if there was none
   * @return empty if somebody else saved since; then nothing is written
   */
  Optional<Stored> save(@Nullable Stored from, Copy next);

  /** Those of one ticket, by their desks' names. */
  List<Copy> of(String ticket);

  /** Hands over every one, a page at a time, in no particular order. */
  void each(Consumer<Copy> to);

  /** A copy as it was read or saved, with what tells whether it has changed since. */
  record Stored(Copy copy, String version) {}
}
