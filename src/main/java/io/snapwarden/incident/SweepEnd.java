package io.snapwarden.incident;

import java.util.Locale;

/** How the sweep of one subscription ended, in one run. */
enum SweepEnd {
  /** All up to now was read. */
  SWEPT,
  /** There is more, which the next run goes on with. */
  BEHIND,
  /** It could not be read, for a reason that a person must see. */
  FAILED;

  /** As in {@code swept}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
