package io.snapwarden.function;

import io.snapwarden.storage.StorageFault;

/**
 * A piece of work that needs the storage. That it could not be had is told with the setting and the
 * cure; it is thrown all the same, so that the message is delivered again.
 */
final class Attempt {

  private Attempt() {}

  static void at(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      throw StorageFault.explain(e)
          .<RuntimeException>map(why -> new IllegalStateException(why, e))
          .orElse(e);
    }
  }
}
