package io.snapwarden.storage;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Creates a table, queue or container when it turns out to be missing: no extra round trip as long
 * as it is there, and the app heals by itself when it is not.
 */
final class Missing {

  private Missing() {}

  /**
   * Does something, and once more after creating what it lacked.
   *
   * @param missing whether an exception says that the table, queue or container is not there
   */
  static <T> T createdIf(Predicate<RuntimeException> missing, Runnable create, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!missing.test(e)) {
        throw e;
      }
      create.run();
      return work.get();
    }
  }
}
